import { UserRound, UsersRound } from 'lucide-react';
import type { Member } from '../api/schemas.ts';
import { messages } from '../messages.ts';
import { nameLevel } from '../words.ts';
import { Card, Pill } from '../ui/parts.tsx';

const text = messages.rooms;

const groups = [
  { title: text.kinds.members, has: ({ kind }: Member) => kind !== 'guest' && kind !== 'group' },
  { title: text.kinds.guests, has: ({ kind }: Member) => kind === 'guest' },
  { title: text.kinds.groups, has: ({ kind }: Member) => kind === 'group' },
] as const;

/** Who is in a room, by kind. */
export function RoomMembers({ members }: { readonly members: readonly Member[] }) {
  return (
    <Card title={text.members}>
      {members.length === 0 && <p className="faint">{text.gone}</p>}
      <div className="member-groups">
        {groups.map(({ title, has }) => {
          const own = members.filter(has);
          if (own.length === 0) return null;
          return (
            <div key={title}>
              <h3>
                {title} <span className="count">{own.length}</span>
              </h3>
              <ul className="bits">
                {own.map((member) => (
                  <MemberLine key={member.id} member={member} />
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </Card>
  );
}

function MemberLine({ member: { name, email, kind, level, isOwner, pending } }: { readonly member: Member }) {
  const Icon = kind === 'group' ? UsersRound : UserRound;
  return (
    <li>
      <span className="bit-icon">
        <Icon aria-hidden size={16} />
      </span>
      <span>
        <span className="bit-main">
          {name} {pending && <Pill tone="attention">{text.pending}</Pill>}
        </span>
        <span className="levels">
          {[isOwner ? text.owner : level && nameLevel(level), email === name ? undefined : email]
            .filter(Boolean)
            .join(', ')}
        </span>
      </span>
    </li>
  );
}

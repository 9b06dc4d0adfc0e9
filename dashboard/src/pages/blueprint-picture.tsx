import {
  Archive,
  ArrowDown,
  AtSign,
  Bell,
  Clock,
  FileText,
  Files,
  Folder,
  Globe,
  KeyRound,
  Link2,
  Mail,
  MessageSquare,
  MousePointerClick,
  UserRound,
  UserRoundX,
  UsersRound,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type {
  Picture,
  PicturedAccess,
  PicturedFollowUp,
  PicturedItem,
  PicturedLink,
  PicturedRoom,
} from '../api/blueprint-schemas.ts';
import { messages } from '../messages.ts';
import { nameLevel, nameType } from '../words.ts';
import { Expression, Pill } from '../ui/parts.tsx';

const text = messages.blueprints;

/** What a blueprint does, from what starts it to what follows, drawn as the room that it makes. */
export function BlueprintPicture({ picture }: { readonly picture: Picture }) {
  const { room, closeOut } = picture;
  return (
    <div className="picture">
      <Starts picture={picture} />
      <ArrowDown aria-hidden className="arrow" />
      {room && <Room room={room} />}
      {closeOut && <CloseOut closeOut={closeOut} />}
      <ArrowDown aria-hidden className="arrow" />
      <section className="picture-box small" aria-label={text.follows}>
        <h2>{text.follows}</h2>
        {picture.then.length === 0 ? (
          <p className="faint">{text.nothingFollows}</p>
        ) : (
          <ul className="bits">
            {picture.then.map((followUp, index) => (
              <FollowUp key={`${index} ${followUp.kind}`} followUp={followUp} />
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

function Starts({ picture: { on, when, key } }: { readonly picture: Picture }) {
  return (
    <section className="picture-box small" aria-label={text.starts}>
      <h2>{text.starts}</h2>
      <ul className="bits">
        {on.events.map((event) => (
          <Bit key={event} icon={<Bell aria-hidden size={16} />}>
            {text.event(event)}
          </Bit>
        ))}
        {on.http && <Bit icon={<MousePointerClick aria-hidden size={16} />}>{text.http}</Bit>}
        {on.sweep && <Bit icon={<Clock aria-hidden size={16} />}>{text.sweep(on.sweep.every, on.sweep.mode)}</Bit>}
        {on.events.length === 0 && !on.http && (
          <Bit icon={<MousePointerClick aria-hidden size={16} />}>{text.byHand}</Bit>
        )}
      </ul>
      <dl className="pairs">
        {when && (
          <div>
            <dt>{text.when}</dt>
            <dd>
              <span className="variable">{when}</span>
            </dd>
          </div>
        )}
        {key && (
          <div>
            <dt>{text.key}</dt>
            <dd>
              <Expression text={key} />
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

function Bit({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li>
      <span className="bit-icon">{icon}</span>
      <span>{children}</span>
    </li>
  );
}

function Room({ room }: { readonly room: PicturedRoom }) {
  const { title, type, tags, contents, access, links } = room;
  return (
    <section className="picture-box room" aria-label={text.room}>
      <header>
        <h2>
          <Expression text={title} />
        </h2>
        <p>
          {type && <Pill tone="busy">{nameType(type)}</Pill>}
          {tags.map((tag) => (
            <Pill key={tag} tone="still">
              # {tag}
            </Pill>
          ))}
        </p>
      </header>
      <div className="room-parts">
        {contents.length > 0 && (
          <div>
            <h3>{text.contents}</h3>
            <Tree items={contents} />
          </div>
        )}
        <div>
          <h3>{text.access}</h3>
          <ul className="bits">
            {access.map((entry, index) => (
              <Access key={`${index} ${entry.value}`} entry={entry} />
            ))}
            {links.map((link, index) => (
              <RoomLink key={`${index} ${link.kind}`} link={link} />
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}

const itemIcons = { folder: Folder, copy: Files, text: FileText } as const;

function Tree({ items }: { readonly items: readonly PicturedItem[] }) {
  return (
    <ul className="tree">
      {items.map(({ kind, title, when, contents }, index) => {
        const Icon = itemIcons[kind];
        return (
          <li key={`${index} ${title}`}>
            <span className={`tree-item ${kind}`}>
              <Icon aria-hidden size={16} />
              <Expression text={title} />
              {when && <small className="faint">{`${text.when.toLowerCase()} ${when}`}</small>}
            </span>
            {contents.length > 0 && <Tree items={contents} />}
          </li>
        );
      })}
    </ul>
  );
}

function Access({ entry }: { readonly entry: PicturedAccess }) {
  const { subject, value, levels, optional, each, expires } = entry;
  const icon = subject === 'group' || each ? <UsersRound aria-hidden size={16} /> : <UserRound aria-hidden size={16} />;
  return (
    <Bit icon={icon}>
      <span className="bit-main">
        {each ? text.forEach(each) : <Expression text={value} />}
        {optional && <small className="faint">{text.optional}</small>}
      </span>
      <span className="levels">
        {levels.map((level, index) => (
          <span key={level}>
            {index > 0 && ` ${text.or} `}
            <Expression text={nameLevel(level)} />
          </span>
        ))}
        {expires && `, ${text.expires(expires)}`}
      </span>
    </Bit>
  );
}

function RoomLink({ link: { kind, level, expires, hasPassword } }: { readonly link: PicturedLink }) {
  return (
    <Bit icon={hasPassword ? <KeyRound aria-hidden size={16} /> : <Link2 aria-hidden size={16} />}>
      <span className="bit-main">{text.linkOf(kind.charAt(0).toUpperCase() + kind.slice(1), nameLevel(level))}</span>
      <span className="levels">
        {[expires && text.expires(expires), hasPassword && text.password].filter(Boolean).join(', ')}
      </span>
    </Bit>
  );
}

function CloseOut({ closeOut }: { readonly closeOut: NonNullable<Picture['closeOut']> }) {
  const { rooms, remove, ownership, reports } = closeOut;
  const isForPerson = closeOut.for === 'person';
  const title = isForPerson ? text.endsAccess : text.closeOut;
  const Icon = isForPerson ? UserRoundX : Archive;
  const elsewhere = ownership === 'borrow' ? text.borrow : text.owner;
  return (
    <section className="picture-box room" aria-label={title}>
      <header>
        <h2>
          <Icon aria-hidden size={20} /> {title}
        </h2>
      </header>
      <dl className="pairs wide">
        <div>
          <dt>{text.which}</dt>
          <dd>{rooms}</dd>
        </div>
        <div>
          <dt>{text.removes}</dt>
          <dd>{remove.join(', ')}</dd>
        </div>
      </dl>
      <ul className="bits">
        {reports && <Bit icon={<FileText aria-hidden size={16} />}>{text.report}</Bit>}
        <Bit icon={<KeyRound aria-hidden size={16} />}>{isForPerson ? text.named : elsewhere}</Bit>
      </ul>
    </section>
  );
}

const followUpIcons = { mail: Mail, crm: AtSign, http: Globe, chat: MessageSquare } as const;

function FollowUp({ followUp: { kind, to, what } }: { readonly followUp: PicturedFollowUp }) {
  const Icon = followUpIcons[kind];
  return (
    <Bit icon={<Icon aria-hidden size={16} />}>
      <span className="bit-main">
        {text.followUps[kind]} <Expression text={to} />
      </span>
      <span className="levels">
        <Expression text={what} />
      </span>
    </Bit>
  );
}

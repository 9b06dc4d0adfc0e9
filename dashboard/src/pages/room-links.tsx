import { useQuery } from '@tanstack/react-query';
import { Copy, Link2 } from 'lucide-react';
import { useState } from 'react';
import { roomLinksQuery } from '../api/queries.ts';
import { formatDay } from '../format.ts';
import { messages } from '../messages.ts';
import { nameLevel } from '../words.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Card, Pill } from '../ui/parts.tsx';

const text = messages.rooms;

/** The links of a room, asked for only when somebody wants to see them. */
export function RoomLinksCard({ id }: { readonly id: string }) {
  const [isShown, setIsShown] = useState(false);
  const button = !isShown && (
    <button className="button quiet" onClick={() => setIsShown(true)}>
      <Link2 aria-hidden size={16} /> {text.showLinks}
    </button>
  );
  return (
    <Card title={text.links} text={text.linksText} actions={button}>
      {isShown && <Links id={id} />}
    </Card>
  );
}

function Links({ id }: { readonly id: string }) {
  const query = useQuery(roomLinksQuery(id));
  return (
    <Loaded query={query}>
      {({ links }) =>
        links.length === 0 ? (
          <p className="faint">{text.noLinks}</p>
        ) : (
          <ul className="list">
            {links.map((link) => (
              <li key={link.id}>
                <div className="spread">
                  <span>
                    {messages.blueprints.linkOf(link.kind, nameLevel(link.level ?? ''))}{' '}
                    {link.expired && <Pill tone="bad">{text.expired}</Pill>}
                    {link.expiresAt && <span className="faint">{text.until(formatDay(link.expiresAt))}</span>}
                  </span>
                  <CopyButton value={link.address} />
                </div>
                <code>{link.address}</code>
              </li>
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

export function CopyButton({ value }: { readonly value: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <button
      className="button small quiet"
      onClick={() => void navigator.clipboard.writeText(value).then(() => setIsCopied(true))}
    >
      <Copy aria-hidden size={14} /> {isCopied ? messages.common.copied : messages.common.copy}
    </button>
  );
}

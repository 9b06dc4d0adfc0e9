import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Archive, BookOpen, DoorOpen, Play, UserRoundX } from 'lucide-react';
import { blueprintsQuery } from '../api/queries.ts';
import type { BlueprintHead } from '../api/blueprint-schemas.ts';
import { messages } from '../messages.ts';
import { useMay } from '../session.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Card, Empty, Page } from '../ui/parts.tsx';

const text = messages.blueprints;

/** Whether it can be started from the pages. */
export function mayStart({ isForPerson, isForRoom, startsByHttp }: BlueprintHead): boolean {
  return isForPerson || isForRoom || startsByHttp;
}

/** Whether many runs can be started from a file. */
export function takesSheets({ kind, isForRoom }: BlueprintHead): boolean {
  return kind === 'Room' && !isForRoom;
}

/** The blueprints in force, and the documents that are not. */
export function BlueprintsPage() {
  const query = useQuery(blueprintsQuery);
  return (
    <Page title={text.title} lead={text.lead}>
      <Loaded query={query}>
        {({ blueprints, issues }) => (
          <>
            {issues.map(({ file, line, column, message, hint }) => (
              <div key={`${file} ${line} ${column}`} className="error-note" role="alert">
                <div>
                  <p className="error-title">
                    {text.issues}: {file}, {line}:{column}
                  </p>
                  <p>{message}</p>
                  <p className="faint">{hint}</p>
                </div>
              </div>
            ))}
            {blueprints.length === 0 ? (
              <Card>
                <Empty icon={BookOpen} title={text.none}>
                  <p>{text.noneText}</p>
                </Empty>
              </Card>
            ) : (
              <ul className="tiles">
                {blueprints.map((blueprint) => (
                  <Tile key={blueprint.name} blueprint={blueprint} />
                ))}
              </ul>
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Tile({ blueprint }: { readonly blueprint: BlueprintHead }) {
  const may = useMay('operator');
  const { name, kind, description, events, startsByHttp, isForPerson } = blueprint;
  const closes = isForPerson ? { Icon: UserRoundX, about: text.endsAccess } : { Icon: Archive, about: text.closeOut };
  const { Icon, about } = kind === 'Room' ? { Icon: DoorOpen, about: text.room } : closes;
  const starts = [...events, ...(startsByHttp ? [text.byHand.toLowerCase()] : [])];
  return (
    <li className="tile">
      <span className="tile-icon">
        <Icon aria-hidden size={20} strokeWidth={1.75} />
      </span>
      <h2>
        <Link to="/blueprints/$name" params={{ name }} className="cover">
          {name}
        </Link>
      </h2>
      <p>{description ?? about}</p>
      <div className="spread">
        <span className="faint">{starts.join(', ')}</span>
        {may && mayStart(blueprint) && (
          <Link to="/blueprints/$name/run" params={{ name }} className="button small above">
            <Play aria-hidden size={14} /> {text.run}
          </Link>
        )}
      </div>
    </li>
  );
}

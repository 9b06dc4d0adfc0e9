import { Tabs } from '@base-ui/react/tabs';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { FileSpreadsheet, Play } from 'lucide-react';
import { blueprintQuery } from '../api/queries.ts';
import type { BlueprintDetail } from '../api/blueprint-schemas.ts';
import { messages } from '../messages.ts';
import { useMay } from '../session.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/parts.tsx';
import { BlueprintPicture } from './blueprint-picture.tsx';
import { mayStart, takesSheets } from './blueprints-page.tsx';
import { YamlText } from './yaml-text.tsx';

const route = getRouteApi('/blueprints/$name');
const text = messages.blueprints;

/** A blueprint as a picture, and as its file. */
export function BlueprintPage() {
  const { name } = route.useParams();
  const query = useQuery(blueprintQuery(name));
  return (
    <Page
      title={name}
      back={<Link to="/blueprints">{text.title}</Link>}
      lead={query.data?.description}
      actions={query.data && <Starts blueprint={query.data} />}
    >
      <Loaded query={query}>
        {(blueprint) => (
          <Tabs.Root defaultValue="picture" className="tabs">
            <Tabs.List className="segments" aria-label={name}>
              <Tabs.Tab value="picture">{text.picture}</Tabs.Tab>
              <Tabs.Tab value="yaml">{text.yaml}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="picture">
              <BlueprintPicture picture={blueprint.picture} />
            </Tabs.Panel>
            <Tabs.Panel value="yaml">
              <YamlText text={blueprint.text} />
            </Tabs.Panel>
          </Tabs.Root>
        )}
      </Loaded>
    </Page>
  );
}

function Starts({ blueprint }: { readonly blueprint: BlueprintDetail }) {
  const may = useMay('operator');
  const { name } = blueprint;
  if (!may || !mayStart(blueprint)) return null;
  return (
    <>
      {takesSheets(blueprint) && (
        <Link to="/blueprints/$name/csv" params={{ name }} className="button">
          <FileSpreadsheet aria-hidden size={16} /> {text.csv}
        </Link>
      )}
      <Link to="/blueprints/$name/run" params={{ name }} className="button primary">
        <Play aria-hidden size={16} /> {text.run}
      </Link>
    </>
  );
}

import { Combobox } from '@base-ui/react/combobox';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { searchQuery } from '../api/queries.ts';
import type { Found } from '../api/schemas.ts';
import { messages } from '../messages.ts';

interface FinderProps {
  readonly what: 'people' | 'groups';
  readonly id: string;
  readonly placeholder: string;
  readonly describedBy: string;
  readonly isInvalid: boolean;
  /** The id; a whole address stands for itself. Empty when nobody is chosen. */
  readonly onChange: (value: string) => void;
}

/** A person or a group of the portal, found by typing. */
export function Finder({ what, id, placeholder, describedBy, isInvalid, onChange }: FinderProps) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Found | null>(null);
  const typed = chosen?.name === text ? '' : text.trim();
  const asked = useDeferredValue(typed);
  const { data, isPlaceholderData } = useQuery({ ...searchQuery(what, asked), placeholderData: keepPreviousData });
  const found = data?.found ?? [];
  // Those of an earlier question must not be chosen for what is typed by now.
  const isOutdated = isPlaceholderData || asked !== typed;
  const items = withTyped(isOutdated ? found.filter((one) => fits(one, typed)) : found, typed);
  return (
    <Combobox.Root
      items={items}
      filter={null}
      value={chosen}
      inputValue={text}
      itemToStringLabel={(found: Found) => found.name}
      isItemEqualToValue={(one: Found, other: Found) => one.id === other.id}
      onInputValueChange={setText}
      onValueChange={(found) => {
        setChosen(found);
        onChange(found?.id ?? '');
      }}
    >
      <Combobox.Input
        id={id}
        className="input"
        placeholder={placeholder}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
      />
      <Combobox.Portal>
        <Combobox.Positioner className="positioner" sideOffset={4}>
          <Combobox.Popup className="popup">
            <Combobox.Empty className="popup-empty">{messages.form.nobody}</Combobox.Empty>
            <Combobox.List>
              {(found: Found) => (
                <Combobox.Item key={found.id} value={found} className="popup-item">
                  <span>{found.name}</span>
                  <small>{found.about}</small>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  );
}

function fits({ name, about }: Found, text: string): boolean {
  return `${name} ${about}`.toLowerCase().includes(text.toLowerCase());
}

/** A whole address that nobody has yet may be meant all the same. */
function withTyped(found: readonly Found[], text: string): readonly Found[] {
  const isAddress = /^\S+@\S+\.\S+$/.test(text);
  const isKnown = found.some(({ about }) => about.toLowerCase() === text.toLowerCase());
  return isAddress && !isKnown ? [...found, { id: text, name: text, about: '' }] : found;
}

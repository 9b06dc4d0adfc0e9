import { Plus, Trash2 } from 'lucide-react';

import type { InputSchema } from '../api/blueprint-schemas.ts';
import type { FieldIssue } from '../api/problem.ts';
import { messages } from '../messages.ts';
import { nameLevel } from '../words.ts';
import { Field } from '../ui/fields.tsx';
import { Finder } from '../ui/finder.tsx';

const text = messages.form;

type Value = string | number | boolean | null | undefined | readonly Value[] | Values;
export interface Values {
  readonly [name: string]: Value;
}

/** What a form begins with: defaults that are plain values; those from settings are left to the service. */
export function initialValue({ properties = {} }: InputSchema): Values {
  return Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, initialOf(schema)]));
}

function initialOf(schema: InputSchema): Value {
  if (schema.type === 'object') return initialValue(schema);
  if (schema.type === 'array') return schema.items ? [initialOf(schema.items)] : [];
  const { default: fallback } = schema;
  if (typeof fallback === 'boolean' || typeof fallback === 'number') return fallback;
  return typeof fallback === 'string' && !fallback.includes('{{') ? fallback : undefined;
}

interface FieldsProps {
  readonly schema: InputSchema;
  readonly value: Values;
  readonly issues: readonly FieldIssue[];
  readonly path?: string;
  readonly onChange: (value: Values) => void;
}

/** A field for each input of an object. */
export function InputFields({ schema, value, issues, path = '', onChange }: FieldsProps) {
  return Object.entries(schema.properties ?? {}).map(([name, inner]) => (
    <InputField
      key={name}
      name={name}
      schema={inner}
      isRequired={schema.required?.includes(name) ?? false}
      value={value[name]}
      issues={issues}
      path={path === '' ? name : `${path}.${name}`}
      onChange={(next) => onChange({ ...value, [name]: next })}
    />
  ));
}

interface InputProps {
  readonly name: string;
  readonly schema: InputSchema;
  readonly isRequired: boolean;
  readonly value: Value;
  readonly issues: readonly FieldIssue[];
  readonly path: string;
  readonly onChange: (value: Value) => void;
}

function InputField(props: InputProps) {
  const { name, schema, value, issues, path, onChange } = props;
  if (schema.type === 'object') {
    return (
      <fieldset>
        <legend>{labelOf(name)}</legend>
        <InputFields
          schema={schema}
          value={isValues(value) ? value : {}}
          issues={issues}
          path={path}
          onChange={onChange}
        />
      </fieldset>
    );
  }
  if (schema.type === 'array' && schema.items) return <ListField {...props} items={schema.items} />;
  return <PlainField {...props} />;
}

function isValues(value: Value): value is Values {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** `userId` as people read it: User id. */
function labelOf(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function ListField({
  name,
  schema,
  value,
  issues,
  path,
  onChange,
  items,
}: InputProps & { readonly items: InputSchema }) {
  const list = isList(value) ? value : [];
  const replace = (at: number, next: Value): void => onChange(list.map((one, index) => (index === at ? next : one)));
  return (
    <fieldset>
      <legend>{labelOf(name)}</legend>
      {schema.description && <p className="field-hint">{schema.description}</p>}
      {list.map((one, index) => (
        <div key={index} className="list-item">
          <InputField
            name={text.item(index + 1)}
            schema={items}
            isRequired
            value={one}
            issues={issues}
            path={`${path}[${index}]`}
            onChange={(next) => replace(index, next)}
          />
          <button
            type="button"
            className="button plain small"
            aria-label={`${messages.common.remove}: ${text.item(index + 1)}`}
            onClick={() => onChange(list.filter((_, at) => at !== index))}
          >
            <Trash2 aria-hidden size={15} />
          </button>
        </div>
      ))}
      <button type="button" className="button quiet small" onClick={() => onChange([...list, initialOf(items)])}>
        <Plus aria-hidden size={15} /> {messages.common.add}
      </button>
    </fieldset>
  );
}

function PlainField({ name, schema, isRequired, value, issues, path, onChange }: InputProps) {
  const error = issues.find((issue) => issue.path === path)?.message;
  const label = isRequired ? labelOf(name) : `${labelOf(name)} (${messages.common.optional})`;
  return (
    <Field label={label} hint={hintOf(schema)} error={error}>
      {(props) => <Control {...props} schema={schema} value={value} onChange={onChange} />}
    </Field>
  );
}

function hintOf({ description, default: fallback }: InputSchema): string | undefined {
  const setting = typeof fallback === 'string' ? /\{\{\s*env\.(\w+)/.exec(fallback)?.[1] : undefined;
  const from = setting === undefined ? undefined : text.fromSetting(setting);
  return [description, from].filter((part) => part !== undefined).join('. ') || undefined;
}

interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
  readonly schema: InputSchema;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One control by what is to be given. What is left empty is not sent. */
function Control({ schema, value, onChange, ...props }: ControlProps) {
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const search = schema['x-concierge'];
  if (search !== undefined) {
    return (
      <Finder
        what={search === 'user' ? 'people' : 'groups'}
        id={props.id}
        placeholder={text.personHint}
        describedBy={props['aria-describedby']}
        isInvalid={props['aria-invalid']}
        onChange={(id) => onChange(id === '' ? undefined : id)}
      />
    );
  }
  if (schema.enum) return <ChoiceControl {...props} choices={schema.enum} value={shown} onChange={onChange} />;
  if (schema.type === 'boolean') {
    return (
      <input {...props} type="checkbox" checked={value === true} onChange={({ target }) => onChange(target.checked)} />
    );
  }
  return (
    <input
      {...props}
      className="input"
      type={controlTypeOf(schema)}
      value={shown}
      autoComplete="off"
      onChange={({ target }) => onChange(readControl(target.value, schema))}
    />
  );
}

function readControl(written: string, { type }: InputSchema): Value {
  if (written === '') return undefined;
  return type === 'number' ? Number(written) : written;
}

function controlTypeOf({ type, format, writeOnly }: InputSchema): string {
  if (writeOnly) return 'password';
  if (type === 'number') return 'number';
  return format === 'date' || format === 'email' ? format : 'text';
}

interface ChoiceControlProps extends Omit<ControlProps, 'schema' | 'value'> {
  readonly choices: readonly string[];
  readonly value: string;
}

function ChoiceControl({ choices, value, onChange, ...props }: ChoiceControlProps) {
  return (
    <select
      {...props}
      className="input"

      value={value}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      {value === '' && <option value="">{messages.common.empty}</option>}
      {choices.map((choice) => (
        <option key={choice} value={choice}>
          {nameLevel(choice)}
        </option>
      ))}
    </select>
  );
}

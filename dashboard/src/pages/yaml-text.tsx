/** A document with its comments, keys and expressions told apart. */
export function YamlText({ text }: { readonly text: string }) {
  return (
    <pre className="yaml" tabIndex={0}>
      {text.split('\n').map((line, index) => (
        <YamlLine key={`${index} ${line}`} line={line} />
      ))}
    </pre>
  );
}

function YamlLine({ line }: { readonly line: string }) {
  if (line.trimStart().startsWith('#')) return <span className="comment">{`${line}\n`}</span>;
  const [, indent = '', key = '', rest = line] = /^(\s*(?:- )*)([\w-]+:)?(.*)$/.exec(line) ?? [];
  return (
    <span>
      {indent}
      {key && <b>{key}</b>}
      {rest
        .split(/(\{\{.*?\}\})/)
        .map((part, index) => (part.startsWith('{{') ? <i key={`${index} ${part}`}>{part}</i> : part))}
      {'\n'}
    </span>
  );
}

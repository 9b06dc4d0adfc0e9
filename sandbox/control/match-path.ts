/**
 * Whether a path fits a pattern: a regular expression when the pattern begins with `^`, else a template whose parameters
 * are written `{id}`, `:id` or `:id{[0-9]+}`, fitted in any case. Throws a `SyntaxError` for an expression that is none.
 */
export function matchPath(pattern: string): (path: string) => boolean {
  const expression = pattern.startsWith('^') ? new RegExp(pattern) : new RegExp(`^${writeTemplate(pattern)}$`, 'i');
  return (path) => expression.test(path);
}

function writeTemplate(template: string): string {
  return template.replace(
    /:\w+\{((?:[^{}]|\{[^{}]*\})+)\}|:\w+|\{\w+\}|[\\^$.*+?()[\]{}|]/g,
    (part, own: string | undefined) => {
      if (own !== undefined) return `(?:${own})`;
      return part.length > 1 ? '[^/]+' : `\\${part}`;
    },
  );
}

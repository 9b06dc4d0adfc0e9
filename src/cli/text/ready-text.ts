import type { Paint } from '../output.ts';
import type { ReadyReport } from '../parts.ts';

/** What a service says once it runs: what runs where, how to get in, what to try first. */
export function renderReady(report: ReadyReport, paint: Paint): string[] {
  const { places, warnings } = report;
  const width = Math.max(...places.map(({ name }) => name.length));
  return [
    paint('bold', 'Concierge is ready.'),
    '',
    ...places.map(({ name, where }) => `  ${name.padEnd(width)}  ${where}`),
    ...renderWayIn(report, paint),
    ...renderTryFirst(report, paint),
    ...(warnings.length > 0 ? ['', ...warnings.map((warning) => `${paint('yellow', 'note:')} ${warning}`)] : []),
    '',
  ];
}

function renderWayIn({ signInUrl, adminToken }: ReadyReport, paint: Paint): string[] {
  return [
    ...(signInUrl === undefined
      ? []
      : ['', 'Open this address, once, within five minutes:', `  ${paint('blue', signInUrl)}`]),
    ...(adminToken === undefined ? [] : ['', 'The first admin token, shown only now:', `  ${adminToken}`]),
  ];
}

function renderTryFirst({ tryFirst }: ReadyReport, paint: Paint): string[] {
  if (tryFirst.length === 0) return [];
  const lines = tryFirst.flatMap(({ text, command }, index) => [
    `  ${String(index + 1)}. ${text}`,
    ...(command === undefined ? [] : [`     ${paint('green', command)}`]),
  ]);
  return ['', 'Try first:', ...lines];
}

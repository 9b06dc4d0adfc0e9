import type { Output } from './output.ts';
import type { ReadyReport } from './parts.ts';
import { renderReady } from './text/ready-text.ts';

/** Prints what a service says once it runs: lines for people, with --json one line for programs that wait for it. */
export function reportReady(output: Output): (report: ReadyReport) => void {
  return (report) => output.result({ json: report, lines: renderReady(report, output.paint) });
}

import type { Command } from 'commander';
import type { WebhookView } from '../../http/parts.ts';
import { formatExamples, type CommandContext } from '../command-context.ts';

export function addWebhookCommand(program: Command, context: CommandContext): void {
  const webhook = program
    .command('webhook')
    .description('the webhook by which the portal tells what happens')
    .addHelpText(
      'after',
      formatExamples('webhook register', 'webhook status', 'webhook rotate', 'webhook catch-up', 'webhook remove'),
    );
  addStatus(webhook, context);
  addChanges(webhook, context);
  addCatchUp(webhook, context);
}

function addStatus(webhook: Command, { parts, output, finish }: CommandContext): void {
  webhook
    .command('status')
    .description('whether it is registered, switched on and heard, or what is done instead and why')
    .addHelpText('after', formatExamples('webhook status', 'webhook status --json'))
    .action(async () => {
      const view = await parts.webhook.status();
      output.result({ json: view, lines: describeStatus(view) });
      if (view.by !== 'webhook') finish(3);
    });
}

const ways = {
  webhook: 'Deliveries of the portal arrive',
  polling: 'The portal is looked through each minute',
  nothing: 'Nothing is heard of the portal, and it is not polled',
} as const;

function describeWay({ by, why, lastHeardAt }: WebhookView): string {
  if (by !== 'webhook') return `${ways[by]}: ${why}.`;
  return lastHeardAt === undefined ? 'The webhook is switched on, and nothing has come yet.' : `${ways[by]}.`;
}

function describeStatus(view: WebhookView): readonly string[] {
  const { lastHeardAt, isAwaited, portal } = view;
  return [
    describeWay(view),
    `Last heard: ${lastHeardAt ?? 'never'}`,
    ...(isAwaited ? ['To hear a delivery now, add a person in the portal.'] : []),
    ...(portal ? describePortal(portal) : ['What the portal says of it is not known: DOCSPACE_ADMIN_KEY is not set.']),
  ];
}

function describePortal(portal: NonNullable<WebhookView['portal']>): readonly string[] {
  const { isRegistered, enabled, url, faults, lastSuccessAt, lastFailureAt, lastFailure } = portal;
  if (!isRegistered) return [`Not registered; it would go to ${url}`, 'Register it: concierge webhook register'];
  return [
    `Registered: ${url}${enabled === true ? '' : ' (switched off)'}`,
    `Last delivered: ${lastSuccessAt ?? 'never'}`,
    ...(lastFailureAt === undefined ? [] : [`Last failed: ${lastFailureAt}: ${lastFailure ?? ''}`]),
    ...faults.map((fault) => `Fault: ${fault}`),
    ...(faults.length > 0 ? ['Set it right: concierge webhook register'] : []),
  ];
}

const changes = [
  {
    how: 'register',
    about: 'register it, or set right the one that is there; a secret is made where none is set',
    done: 'The portal tells what happens at',
  },
  {
    how: 'rotate',
    about: 'give it a new secret; the old one is accepted for an hour more',
    done: 'There is a new secret for',
  },
  {
    how: 'remove',
    about: 'take it away; it is not registered again by itself',
    done: 'The portal no longer tells anything at',
  },
] as const;

function addChanges(webhook: Command, { parts, output }: CommandContext): void {
  for (const { how, about, done } of changes) {
    webhook
      .command(how)
      .description(about)
      .addHelpText('after', formatExamples(`webhook ${how}`))
      .action(async () => {
        const { url } = await parts.webhook.change(how);
        output.result({ json: { [how]: url }, lines: [`${done} ${url}`] });
      });
  }
}

function addCatchUp(webhook: Command, { parts, output }: CommandContext): void {
  webhook
    .command('catch-up')
    .description("take in what the portal's journal of deliveries holds and what never arrived")
    .addHelpText('after', formatExamples('webhook catch-up'))
    .action(async () => {
      const { read, missed } = await parts.webhook.catchUp();
      const what =
        missed === 1 ? '1 delivery that never came was' : `${String(missed)} deliveries that never came were`;
      output.result({ json: { read, missed }, lines: [`${what} taken in; ${String(read)} were looked at.`] });
    });
}

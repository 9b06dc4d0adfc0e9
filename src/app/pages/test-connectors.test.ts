import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../config/load-config.ts';
import { createConnectors } from '../create-connectors.ts';
import { createConnectorParts } from './test-connectors.ts';

function connectorsWith(env: Readonly<Record<string, string>>) {
  const config = loadConfig({ env });
  return createConnectorParts(config, createConnectors(config));
}

describe('connectors', () => {
  it('say what to set as long as nothing is set, and offer no test then', () => {
    const list = connectorsWith({}).list();
    expect(list.map(({ name, isSet, test }) => [name, isSet, test === undefined])).toEqual([
      ['mail', false, true],
      ['chat', false, true],
      ['crm', false, true],
      ['http', true, true],
    ]);
    expect(list.map(({ text }) => text).join(' ')).toMatch(/SMTP_URL.*CHAT_WEBHOOK_URL.*HUBSPOT_TOKEN/);
  });

  it('show what is set without a secret of it, and offer a test', () => {
    const list = connectorsWith({
      SMTP_URL: 'smtp://sender:hidden-word@mail.example:587',
      MAIL_FROM: 'office@firm.example',
      CHAT_WEBHOOK_URL: 'https://chat.example/hooks/hidden-word',
      HUBSPOT_TOKEN: 'hidden-word',
    }).list();
    expect(list.filter(({ test }) => test !== undefined).map(({ name }) => name)).toEqual(['mail', 'chat', 'crm']);
    expect(JSON.stringify(list)).not.toContain('hidden-word');
    expect(list[0]?.text).toContain('office@firm.example');
  });

  it('know no test of one that is not among them', async () => {
    await expect(connectorsWith({}).test('http')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

import { z } from 'zod';
import { logFormats, logLevels } from '../base/log.ts';
import { operationSettings } from './operation-settings.ts';
import { setting } from './setting.ts';
import {
  chatFormats,
  hostList,
  httpUrl,
  mailAddress,
  mailSender,
  networkHost,
  port,
  portalLimits,
  secretList,
  secretToken,
  secretUrl,
  secretWord,
  variableNames,
  wholeNumber,
  yesOrNo,
} from './setting-types.ts';

export { settingDescriptions, settingGroups } from './setting.ts';

const portalSettings = {
  DOCSPACE_BASE_URL: setting(httpUrl().optional(), {
    group: 'Portal',
    about: 'Address of the DocSpace portal, as a person opens it in a browser.',
    example: 'https://docspace.example.com',
    neededFor: 'everything that talks to a portal',
    alias: 'DOCSPACE_API_HOST',
  }),
  DOCSPACE_API_KEY: setting(secretToken().optional(), {
    group: 'Portal',
    about:
      'API key of the account that Concierge works as. Rooms belong to that account. The key needs the scopes rooms:write, files:write, accounts:read and accounts.self:read, and its owner must be allowed to create rooms.',
    example: 'sk-replace-me',
    secret: true,
    neededFor: 'everything that talks to a portal',
  }),
  DOCSPACE_ADMIN_KEY: setting(secretToken().optional(), {
    group: 'Portal',
    about:
      "Unrestricted API key of a DocSpace admin for the portal's webhook settings and its journal of deliveries, which no scope covers. Used for nothing else: with it the webhook is registered, watched and repaired, and deliveries that were missed are caught up with.",
    example: 'sk-replace-me',
    secret: true,
  }),
  DOCSPACE_WEBHOOK_SECRET: setting(secretList(), {
    group: 'Portal',
    about:
      'Secret key of the webhook in the portal; deliveries are checked with it. Several, separated by commas, are all accepted: put the new one beside the old one while you change it. A secret with a comma in it cannot be used.',
    example: 'replace-me',
    secret: true,
    neededFor: 'webhook deliveries; without it each is answered 503',
  }),
  PORTAL_LIMITS: setting(portalLimits().optional(), {
    group: 'Portal',
    about:
      "How many calls of all processes together may be under way at once, how many may come in a minute, and how many may write in a day: `cloud` (the limits of the vendor's cloud, less a tenth for people's browsers), `none`, or numbers of your own such as `reads=20,writes=5` or `reads=20,writes=5,minute=600,day=4000`. Unset: `cloud` on the vendor's hosts, else `none`.",
    example: 'reads=50,writes=15,minute=1500,day=10000',
  }),
  PORTAL_POLL: setting(z.enum(['auto', 'always', 'never'], { error: 'must be auto, always or never' }), {
    group: 'Portal',
    about:
      'Whether the portal is looked through each minute for new people and archived rooms: `auto` where no webhook tells of them (a portal refuses to deliver to private addresses), `always`, or `never`. It costs a call for each 100 active members and each 100 archived rooms, each minute.',
    example: 'always',
    default: 'auto',
  }),
};

const serviceSettings = {
  HOST: setting(networkHost(), {
    group: 'Service',
    about: 'Address that the service listens on. 127.0.0.1 is reachable from this machine only; 0.0.0.0 from anywhere.',
    example: '0.0.0.0',
    default: '127.0.0.1',
  }),
  PORT: setting(port(), {
    group: 'Service',
    about: 'Port that the service listens on; 0 takes a free one.',
    example: '8080',
    default: '3000',
  }),
  PUBLIC_URL: setting(httpUrl().optional(), {
    group: 'Service',
    about: 'Address under which others reach the service, where a proxy stands before it. Its host is accepted too.',
    example: 'https://concierge.example.com',
  }),
  API_TOKEN: setting(secretToken().optional(), {
    group: 'Service',
    about: 'An admin token given from outside. Without it the service makes one and shows it once.',
    example: 'replace-me',
    secret: true,
  }),
  LOG_LEVEL: setting(z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }), {
    group: 'Service',
    about: `How much is logged, on standard error: ${logLevels.join(', ')}. Commands that end by themselves log what is at least a warning, unless debug is set.`,
    example: 'debug',
    default: 'info',
  }),
  LOG_FORMAT: setting(z.enum(logFormats, { error: `must be one of ${logFormats.join(', ')}` }), {
    group: 'Service',
    about:
      'How the log is written: `json`, a line each for programs, with everything; `text`, for people, with time, level, message and fields, without stacks; `auto`, text where standard error is a terminal, though never for `serve` and `worker`, else JSON.',
    example: 'text',
    default: 'auto',
  }),
};

const storageSettings = {
  DATA_DIR: setting(z.string(), {
    group: 'Storage',
    about: 'Folder for what must survive a restart; holds the embedded database.',
    example: '/var/lib/concierge',
    default: './data',
  }),
  DATABASE_URL: setting(secretUrl(['postgres', 'postgresql']).optional(), {
    group: 'Storage',
    about: 'A PostgreSQL database to use. Unset: one is embedded, kept in DATA_DIR.',
    example: 'postgres://concierge:replace-me@db.example.com:5432/concierge',
    secret: true,
  }),
};

const blueprintSettings = {
  BLUEPRINTS_DIR: setting(z.string(), {
    group: 'Blueprints',
    about: 'Folder of the blueprints that are in force.',
    example: '/etc/concierge/blueprints',
    default: './blueprints',
  }),
  BLUEPRINT_ENV: setting(variableNames(), {
    group: 'Blueprints',
    about:
      'Names, separated by commas, of the environment variables that blueprints may read as `env.NAME`. No other variable is visible to them; secret settings cannot be listed.',
    example: 'HOME_TEMPLATE_FILE_IDS,HR_GROUP_ID',
  }),
  ALLOW_BORROW: setting(yesOrNo(), {
    group: 'Blueprints',
    about:
      'Whether a close-out whose blueprint says `ownership: borrow` may take a room over for a moment, to act as its owner: true or false. The API key must then belong to a DocSpace admin.',
    example: 'true',
    default: 'false',
  }),
};

const limitSettings = {
  DAILY_INVITATIONS: setting(wholeNumber(0, 100_000), {
    group: 'Limits',
    about:
      'How many people each blueprint may invite in a day (UTC): unknown addresses, and accounts that the portal tells by mail. The rest waits for tomorrow, or until somebody raises it: concierge allowances raise.',
    example: '500',
    default: '200',
  }),
  DAILY_MAILS: setting(wholeNumber(0, 100_000), {
    group: 'Limits',
    about:
      'How many mails of our own each blueprint may send in a day (UTC). The rest waits for tomorrow, or until somebody raises it: concierge allowances raise.',
    example: '1000',
    default: '200',
  }),
  RETENTION_DAYS: setting(wholeNumber(1, 3_650), {
    group: 'Limits',
    about:
      'Days after which runs that have ended, deliveries, the journal of their steps and the calls to the portal are deleted. What is still owed stays: rooms that are kept with the runs that made them, ends of access, runs that have not ended.',
    example: '30',
    default: '90',
  }),
  AUDIT_RETENTION_DAYS: setting(wholeNumber(1, 36_500), {
    group: 'Limits',
    about: 'Days after which entries of the audit are deleted, which is itself recorded there.',
    example: '3650',
    default: '365',
  }),
};

const mailSettings = {
  SMTP_URL: setting(secretUrl(['smtp', 'smtps']).optional(), {
    group: 'Mail',
    about:
      'Mail server. `smtps` is encrypted from the start, `smtp` as soon as the server offers it; with a user name, a server on another machine must offer it. Unset: no mail is sent, and each run says so.',
    example: 'smtps://user:replace-me@mail.example.com:465',
    secret: true,
  }),
  MAIL_FROM: setting(mailSender().optional(), {
    group: 'Mail',
    about: 'Sender of the mails.',
    example: 'Concierge <concierge@example.com>',
    neededFor: 'sending mail, together with SMTP_URL',
  }),
  ALERT_TO: setting(mailAddress().optional(), {
    group: 'Mail',
    about:
      'E-mail address that is told of what nobody else can be told, such as a close-out in a room without an owner.',
    example: 'it@example.com',
  }),
};

const connectorSettings = {
  HUBSPOT_TOKEN: setting(secretToken().optional(), {
    group: 'Connectors',
    about: 'Token of a private app of HubSpot, for `crm` in blueprints. It needs the scopes for contacts and notes.',
    example: 'pat-eu1-replace-me',
    secret: true,
    neededFor: 'notes in the CRM; without it they are kept and shown, not sent',
  }),
  HUBSPOT_URL: setting(httpUrl().optional(), {
    group: 'Connectors',
    about:
      "Address that notes are sent to in place of HubSpot's own: that of a proxy which all outgoing requests pass. It is handed the token.",
    example: 'https://hubspot-proxy.intranet.example',
  }),
  HTTP_ALLOW_HOSTS: setting(hostList(), {
    group: 'Connectors',
    about:
      'Names, separated by commas, of hosts inside your network that `http` and `chat` in blueprints may reach, each as host or host:port. All others must have public addresses.',
    example: 'crm.intranet.example:8443,chat.intranet.example',
  }),
  CHAT_WEBHOOK_URL: setting(secretUrl(['http', 'https']).optional(), {
    group: 'Connectors',
    about: 'Address of an incoming webhook of Slack, Mattermost or Teams, for `chat` in blueprints.',
    example: 'https://hooks.example.com/services/replace-me',
    secret: true,
    neededFor: 'messages in the chat; without it they are kept and shown, not sent',
  }),
  CHAT_FORMAT: setting(z.enum(chatFormats).default('slack'), {
    group: 'Connectors',
    about: 'What the webhook takes: slack (Mattermost too) or teams.',
    example: 'teams',
    default: 'slack',
  }),
};

const demonstrationSettings = {
  SANDBOX_PORT: setting(port(), {
    group: 'Demonstration',
    about: 'Port of the sandbox portal that `npm start` brings up; 0 takes a free one.',
    example: '8081',
    default: '3001',
  }),
  SANDBOX_API_KEY: setting(secretWord(/^sk-[\x21-\x7e]+$/, 'must start with "sk-" and have no spaces').optional(), {
    group: 'Demonstration',
    about: "API key of the sandbox's owner. Unset: one is made.",
    example: 'sk-replace-me',
    secret: true,
  }),
};

/** Every setting by its environment variable's name: what it is for and what it may be. The only place where one is described. */
export const Settings = z.object({
  ...portalSettings,
  ...serviceSettings,
  ...operationSettings,
  ...storageSettings,
  ...blueprintSettings,
  ...limitSettings,
  ...mailSettings,
  ...connectorSettings,
  ...demonstrationSettings,
});
export type Settings = z.output<typeof Settings>;

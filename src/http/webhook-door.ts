import { Hono } from 'hono';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { Delivery } from '../docspace/delivery.ts';
import type { AppContext, AppEnv } from './app-env.ts';
import type { DoorParts } from './parts.ts';
import { answerProblem } from './problem.ts';
import { readLimitedBody } from './read-limited-body.ts';

const noSecretHint = 'Register the webhook with `concierge webhook register`, or set DOCSPACE_WEBHOOK_SECRET.';

const bodyLimit = 2 * 1024 * 1024;

/** Strangers may send here too, and are told from the portal only by the signature of a whole body. */
const allBodies = 32 * 1024 * 1024;

/** What the portal calls its receiver's signature (DocSpace server, WebhookSender.cs). */
const signatureHeader = 'x-docspace-signature-256';

/**
 * Where the portal delivers. GET and HEAD always answer 200: the portal probes with HEAD before it accepts an address.
 * Never answers 410, here or anywhere: the portal deletes the webhook of a receiver that does (DocSpace server, WebhookSender.cs).
 */
export function createWebhookDoor(door: DoorParts, log: Log): Hono<AppEnv> {
  const budget = { most: allBodies, held: 0 };

  async function receive(c: AppContext): Promise<Response> {
    const read = await readLimitedBody(c.req.raw, bodyLimit, budget);
    if (read === 'too-large') {
      return answerProblem(c, new AppError('invalid-input', 'A delivery may have 2 MB at most.'), 413);
    }
    if (read === 'too-many') {
      return answerProblem(c, new AppError('unavailable', 'Too many deliveries come at once. Send it again.'));
    }
    try {
      return await judge(c, read.body);
    } finally {
      read.done();
    }
  }

  async function judge(c: AppContext, rawBody: Buffer): Promise<Response> {
    const refusal = await judgeSignature(rawBody, c.req.header(signatureHeader), { door, log });
    if (refusal) return answerProblem(c, refusal);
    const reading = door.parseDelivery(rawBody);
    if (!reading.ok && reading.reason === 'not-json') {
      return answerProblem(c, new AppError('invalid-input', 'The body is not JSON.'));
    }
    // The portal must not be told of an error here: it would send the same again and again.
    if (!reading.ok) return c.json({ status: 'ignored' });
    return keep(c, reading.delivery);
  }

  async function keep(c: AppContext, delivery: Delivery): Promise<Response> {
    try {
      return c.json({ status: await door.acceptDelivery(delivery) });
    } catch (error) {
      log.error('delivery could not be kept', { error });
      return answerProblem(c, new AppError('unavailable', 'The delivery could not be kept. Send it again.'));
    }
  }

  const routes = new Hono<AppEnv>();
  routes.get('/', (c) => c.json({ status: 'ok' }));
  routes.post('/', receive);
  return routes;
}

async function judgeSignature(
  rawBody: Uint8Array,
  header: string | undefined,
  { door, log }: { readonly door: DoorParts; readonly log: Log },
): Promise<AppError | undefined> {
  try {
    if (door.verifySignature(rawBody, header, await door.secrets(false))) return undefined;
    const secrets = await door.secrets(true);
    if (door.verifySignature(rawBody, header, secrets)) return undefined;
    if (secrets.length === 0) return new AppError('unavailable', 'No webhook secret is set.', { hint: noSecretHint });
  } catch (error) {
    log.error('the secrets of deliveries could not be read', { error });
    return new AppError('unavailable', 'The signature could not be checked. Send it again.');
  }
  log.warn('delivery refused: signature missing or wrong');
  return new AppError('unauthenticated', `The header ${signatureHeader} is missing or wrong.`);
}

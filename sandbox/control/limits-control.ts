import type { Hono } from 'hono';
import type { World } from '../create-world.ts';
import type { PortalSettings } from '../model/records.ts';
import { SetLimits, SetSearch, SetTemplates } from './control-requests.ts';
import { readJson } from './control-replies.ts';

type Tariff = Pick<SetLimits, 'rooms' | 'roomQuotas' | 'tenantQuota' | 'paidSeats' | 'guests' | 'invitations'>;

/** What the portal allows, how fast it may be asked, how far its search lags, and how long its template jobs take. */
export function addLimitRoutes(control: Hono, world: World): void {
  control.get('/limits', (context) => context.json(describeLimits(world)));
  control.post('/limits', async (context) => {
    const request = await readJson(context, SetLimits);
    const { rooms, roomQuotas, tenantQuota, paidSeats, guests, invitations, ...rates } = request;
    applyTariff(world.portal.state.settings, { rooms, roomQuotas, tenantQuota, paidSeats, guests, invitations });
    if (Object.keys(rates).length > 0) world.limits.set(rates);
    world.changed();
    return context.json(describeLimits(world));
  });
  control.get('/search', (context) => context.json(world.portal.search));
  control.put('/search', async (context) => {
    Object.assign(world.portal.search, await readJson(context, SetSearch));
    return context.json(world.portal.search);
  });
  control.get('/templates', (context) => context.json(world.portal.templateConditions));
  control.post('/templates', async (context) => {
    Object.assign(world.portal.templateConditions, await readJson(context, SetTemplates));
    return context.json(world.portal.templateConditions);
  });
}

function describeLimits({ portal, limits }: World) {
  const { roomLimit, roomQuotasEnabled, tenantQuota, paidSeats, guestLimit, invitationLimit } = portal.state.settings;
  return {
    rooms: roomLimit ?? null,
    roomQuotas: roomQuotasEnabled,
    tenantQuota: tenantQuota ?? null,
    paidSeats: paidSeats ?? null,
    guests: guestLimit ?? null,
    invitations: invitationLimit ?? null,
    ...limits.rules(),
  };
}

// Null takes a limit away; what is not named stays.
function applyTariff(settings: PortalSettings, { rooms, roomQuotas, guests, invitations, ...same }: Tariff): void {
  const changes = { ...same, roomLimit: rooms, guestLimit: guests, invitationLimit: invitations };
  for (const [name, value] of Object.entries(changes))
    if (value !== undefined) Object.assign(settings, { [name]: value ?? undefined });
  if (roomQuotas !== undefined) settings.roomQuotasEnabled = roomQuotas;
}

import { html } from 'hono/html';
import type { DeliveryView, PortalView } from './read-portal.ts';
import type { Markup } from './render-page.ts';

/** The webhooks and what was delivered to them, the newest first. */
export function renderDeliveries({ webhooks, deliveries }: PortalView): Markup {
  return html`<section>
    <h2>Webhooks <span class="count">${webhooks.length}</span></h2>
    <div class="card deliveries">
      ${webhooks.length === 0 ? html`<p class="none">Nobody listens. A webhook is registered through the API.</p>` : ''}
      <ul class="webhooks">
        ${webhooks.map(renderWebhook)}
      </ul>
      ${deliveries.length === 0 ? '' : renderTable(deliveries)}
    </div>
  </section>`;
}

function renderWebhook({ name, uri, enabled, triggers }: PortalView['webhooks'][number]): Markup {
  return html`<li>
    <b>${name}</b> <code>${uri}</code>
    <span class="chip">${triggers[0] === '*' ? 'all events' : triggers.join(', ')}</span>
    ${enabled ? '' : html`<span class="chip terminated">disabled</span>`}
  </li>`;
}

function renderTable(deliveries: readonly DeliveryView[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th>Delivery</th>
        <th>Event</th>
        <th>To</th>
        <th>Time (UTC)</th>
        <th>Status</th>
      </tr>
    </thead>
    <tbody>
      ${deliveries.map(renderDelivery)}
    </tbody>
  </table>`;
}

function renderDelivery(delivery: DeliveryView): Markup {
  const text = delivery.state === 'waiting' ? 'waiting' : delivery.status;
  return html`<tr>
    <td>${delivery.id}</td>
    <td>${delivery.trigger}</td>
    <td title="${delivery.to}">${delivery.webhook}</td>
    <td>${delivery.at}</td>
    <td><span class="chip ${delivery.state}">${text}</span></td>
  </tr>`;
}

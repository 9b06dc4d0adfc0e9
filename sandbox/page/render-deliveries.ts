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
  return html`<ul class="log">
    ${deliveries.map(renderDelivery)}
  </ul>`;
}

function renderDelivery(delivery: DeliveryView): Markup {
  const text = delivery.state === 'waiting' ? 'waiting' : delivery.status;
  return html`<li>
    <details id="delivery-${delivery.id}">
      <summary>
        <span class="chip ${delivery.state}">${text}</span>
        <b>${delivery.trigger}</b>
        <span class="to" title="${delivery.to}">no. ${delivery.id} to ${delivery.webhook}</span>
        <time>${delivery.at}</time>
      </summary>
      <h4>Request to ${delivery.to}</h4>
      <pre>${delivery.request}</pre>
      <h4>Response</h4>
      <pre>${delivery.response === '' ? 'None.' : delivery.response}</pre>
      <button data-deliver="${delivery.id}">Send again</button>
    </details>
  </li>`;
}

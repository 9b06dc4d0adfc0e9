/** The page's script: it asks for the page again every second and a half and swaps in what has changed. */
export const script = `
const said = document.getElementById('said');
const live = document.getElementById('live');
const form = document.getElementById('add-person');

let shown = '';

// A form that somebody is filling in stays; what was unfolded stays so.
function swap(portal, fresh) {
  const html = fresh.innerHTML;
  if (html === shown || portal.querySelector('form :focus')) return;
  shown = html;
  const open = [...portal.querySelectorAll('details[open]')].map((it) => it.id);
  portal.replaceChildren(...fresh.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
}

async function refresh(renewForm) {
  const reply = await fetch('/' + location.search);
  // Without its style, whose nonce is not the one of this page.
  const text = (await reply.text()).replace(/<style.*?<\\/style>/s, '');
  const next = new DOMParser().parseFromString(text, 'text/html');
  swap(document.getElementById('portal'), next.getElementById('portal'));
  if (!renewForm) return;
  for (const name of ['firstName', 'lastName', 'email'])
    form.elements[name].value = next.getElementById('add-person').elements[name].value;
}

async function send(path, body) {
  const reply = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const result = await reply.json();
  if (!reply.ok) throw new Error(result.error);
  return result;
}

async function attempt(action) {
  try {
    said.className = '';
    said.textContent = await action();
  } catch (error) {
    said.className = 'bad';
    said.textContent = error.message;
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(async () => {
    const person = Object.fromEntries(new FormData(form));
    await send('/_sandbox/people', person);
    await refresh(true);
    return person.firstName + ' ' + person.lastName + ' has been added.';
  });
});

document.addEventListener('submit', (event) => {
  const id = event.target.dataset?.invite;
  if (!id) return;
  event.preventDefault();
  const { email, access } = Object.fromEntries(new FormData(event.target));
  document.activeElement?.blur();
  attempt(async () => {
    await send('/_sandbox/rooms/' + id + '/invite', { email, access: Number(access) });
    await refresh(false);
    return email + ' has been invited to room ' + id + '.';
  });
});

const actions = {
  archive: (id) => ['/_sandbox/rooms/' + id + '/archive', 'Room ' + id + ' has been archived.'],
  unarchive: (id) => ['/_sandbox/rooms/' + id + '/unarchive', 'Room ' + id + ' is active again.'],
  deliver: (id) => ['/_sandbox/deliveries/' + id + '/retry', 'Delivery ' + id + ' is being sent again.'],
};

document.addEventListener('click', (event) => {
  const [name, id] = Object.entries(event.target.dataset ?? {}).find(([key]) => key in actions) ?? [];
  if (!name || event.target.tagName !== 'BUTTON') return;
  event.target.disabled = true;
  attempt(async () => {
    const [path, done] = actions[name](id);
    await send(path, {}).finally(() => (event.target.disabled = false));
    await refresh(false);
    return done;
  });
});

setInterval(async () => {
  if (document.hidden) return;
  try {
    await refresh(false);
    live.className = 'live';
    live.textContent = 'live';
  } catch {
    live.className = 'live gone';
    live.textContent = 'not running';
  }
}, 1500);
`;

/** The page's script: it asks for the page again every second and a half and swaps in what has changed. */
export const script = `
const said = document.getElementById('said');
const live = document.getElementById('live');
const form = document.getElementById('add-person');

async function refresh(renewForm) {
  const reply = await fetch('/');
  // Without its style, whose nonce is not the one of this page.
  const text = (await reply.text()).replace(/<style.*?<\\/style>/s, '');
  const next = new DOMParser().parseFromString(text, 'text/html');
  const portal = document.getElementById('portal');
  const fresh = next.getElementById('portal');
  if (portal.innerHTML !== fresh.innerHTML) portal.replaceChildren(...fresh.childNodes);
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

document.addEventListener('click', (event) => {
  const id = event.target.dataset?.archive;
  if (!id) return;
  event.target.disabled = true;
  attempt(async () => {
    await send('/_sandbox/rooms/' + id + '/archive', {});
    await refresh(false);
    return 'Room ' + id + ' has been archived.';
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

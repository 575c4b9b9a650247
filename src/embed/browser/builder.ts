/** The page works without this script; with it, what is chosen is shown at once, and copied with one click. */

/** How long a hand rests before the page follows, in milliseconds. */
const PAUSE = 250;

const form = part('#settings', HTMLFormElement);
let timer = 0;
let asking = new AbortController();

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}
part('.submit', HTMLElement).hidden = true;
followFeed();
form.addEventListener('input', () => {
  followFeed();
  clearTimeout(timer);
  timer = setTimeout(() => void update(), PAUSE);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void update();
});

/** A saved feed brings its own filter. */
function followFeed(): void {
  part('#filter', HTMLFieldSetElement).disabled = part('#feed', HTMLInputElement).value !== '';
}

/** The page that the choice is the address of brings what is to be shown. */
async function update(): Promise<void> {
  if (!form.reportValidity()) return;
  asking.abort();
  asking = new AbortController();
  const address = `./?${new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))}`;
  try {
    const answer = await fetch(address, { signal: asking.signal, credentials: 'omit' });
    if (!answer.ok) throw new Error(`${answer.status}`);
    take(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    history.replaceState(null, '', address);
  } catch (reason) {
    // Another choice overtook this one. Otherwise the form is sent as without a script, and the browser says why not.
    if (!(reason instanceof DOMException && reason.name === 'AbortError')) form.submit();
  }
}

function take(page: Document): void {
  for (const area of document.querySelectorAll('textarea')) {
    const other = page.querySelector(`#${area.id}`);
    if (!(other instanceof HTMLTextAreaElement)) continue;
    area.value = other.value;
    area.rows = other.rows;
  }
  const link = page.querySelector('#language-link')?.getAttribute('href');
  if (link) part('#language-link', HTMLAnchorElement).setAttribute('href', link);
  const [widget, other] = [document, page].map((each) => each.querySelector('scc-events'));
  if (!widget || !other) return;
  for (const name of widget.getAttributeNames()) if (!other.hasAttribute(name)) widget.removeAttribute(name);
  for (const { name, value } of other.attributes) widget.setAttribute(name, value);
  widget.replaceChildren(...other.childNodes);
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const area = part(`#${button.dataset.copies}`, HTMLTextAreaElement);
  area.select();
  const told = part('#told', HTMLElement);
  try {
    await navigator.clipboard.writeText(area.value);
    told.textContent = button.dataset.copied ?? '';
  } catch {
    // The browser does not allow it, or the page came without TLS: it is selected, and this is said.
    told.textContent = button.dataset.selected ?? '';
  }
}

function part<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
}

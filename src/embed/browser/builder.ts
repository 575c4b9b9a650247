/**
 * Progressive enhancement: without this script the form is sent; with it, the preview follows each choice, and one
 * click copies.
 */

/** The debounce delay, in milliseconds. */
const DEBOUNCE_MS = 250;

const form = part('#settings', HTMLFormElement);
let timer = 0;
let pending = new AbortController();

for (const button of document.querySelectorAll<HTMLButtonElement>('[data-copies]')) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}
part('.submit', HTMLElement).hidden = true;
followFeed();
form.addEventListener('input', () => {
  followFeed();
  clearTimeout(timer);
  timer = setTimeout(() => void update(), DEBOUNCE_MS);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void update();
});

/** A saved feed has its own filter. */
function followFeed(): void {
  part('#filter', HTMLFieldSetElement).disabled = part('#feed', HTMLInputElement).value !== '';
}

/** The page of the chosen options contains what to show. */
async function update(): Promise<void> {
  if (!form.reportValidity()) return;
  pending.abort();
  pending = new AbortController();
  const address = `./?${new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))}`;
  try {
    const response = await fetch(address, { signal: pending.signal, credentials: 'omit' });
    if (!response.ok) throw new Error(`${response.status}`);
    take(new DOMParser().parseFromString(await response.text(), 'text/html'));
    history.replaceState(null, '', address);
  } catch (reason) {
    // A later choice wins. On errors the form is sent as without a script, and the browser shows them.
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
  const status = part('#status', HTMLElement);
  try {
    await navigator.clipboard.writeText(area.value);
    status.textContent = button.dataset.copied ?? '';
  } catch {
    // The clipboard is not allowed, or the page came without TLS: the text is selected instead.
    status.textContent = button.dataset.selected ?? '';
  }
}

function part<Kind extends Element>(selector: string, kind: new () => Kind): Kind {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no ${selector}.`);
  return found;
}

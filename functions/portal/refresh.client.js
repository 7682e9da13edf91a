/* global document, DOMParser, fetch, location, setTimeout */
// Fetches the status page again while the server says that something is still to come, and puts what changed in place.
// Without it the page has a link that does the same.

// Seconds to the next look: quick while a person watches, then slower, then never: an hour is longer than anyone watches.
const pause = (looks) => (looks < 20 ? 3 : looks < 60 ? 10 : 60);
const looksAtMost = 100;

const current = () => document.querySelector('[data-running]');

function look(looks) {
  if (!current() || looks >= looksAtMost) return;
  setTimeout(
    async () => {
      if (!document.hidden) await refresh();
      look(looks + 1);
    },
    pause(looks) * 1000,
  );
}

async function refresh() {
  const response = await fetch(location.pathname, { headers: { accept: 'text/html' } }).catch(() => undefined);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), 'text/html');
  // A form comes with scripts of its own: the page is loaded as a whole.
  if (fresh.querySelector('main form') && !document.querySelector('main form')) return location.reload();
  document.title = fresh.title;
  // Only what changed is replaced: a screen reader says just that.
  for (const part of document.querySelectorAll('[data-part]')) {
    const next = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (next && next.outerHTML !== part.outerHTML) part.replaceWith(document.adoptNode(next));
  }
}

look(0);

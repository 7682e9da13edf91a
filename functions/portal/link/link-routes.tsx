import { findLink } from '../../link/find-link.ts';
import { isLive, type LinkPurpose } from '../../link/link.ts';
import { forgotten, saveOperation } from '../../operation/operation-repository.ts';
import { clientBucket, networks } from '../../throttle/client-bucket.ts';
import { countUse } from '../../throttle/throttle.ts';
import { rememberLink } from '../cookies.ts';
import { isFormId, readForm } from '../form.ts';
import { deadLink, fileOf, heldLink, isKnown, otherLink } from './held-link.tsx';
import { operationIdOf } from '../operation-id.ts';
import type { Routes } from '../portal-env.ts';
import { progressOf } from './progress.ts';
import { claimsByAddress } from '../public/receive-claim.ts';
import { StatusPage } from './status-page.tsx';

/** Where a mailed link leads, by what it is for; the others are never mailed. */
const pages: Partial<Record<LinkPurpose, string>> = {
  status: '/status',
  activation: '/status',
  recovery: '/recover',
  'not-me': '/not-me',
  stay: '/stay',
};

/** What is behind every mailed link: its page, or the way to a fresh one. */
export const linkRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now } = deps;
  const campus = networks(university.campusRanges);

  // The token leaves the address at once (B-11). It is looked up, so that one that is none does not take the place of a
  // good one; nothing is changed (B-06).
  app.get('/l/:token', async (c) => {
    const token = c.req.param('token');
    const link = await findLink(token, { tables, hmacKey: await deps.hmacKey() });
    const page = link && pages[link.purpose];
    if (page === undefined) return deadLink(c, {}, deps, tools);
    rememberLink(c, token);
    return c.redirect(page, 303);
  });

  app.get('/status', async (c) => {
    const held = await heldLink(c, deps);
    const { link, account } = held;
    const activates = link !== undefined && isLive(link, account, 'activation', now());
    const live = link && (activates || isLive(link, account, 'status', now()));
    // A link that was mailed to an address which the office has since corrected is dead.
    const file = live ? await fileOf(link, account, deps) : undefined;
    if (!link || !file) return deadLink(c, held, deps, tools);
    const progress = progressOf(file, account, { mailedAt: link.mintedAt, activates, university, now: now() });
    return c.html(<StatusPage view={tools.view(c)} progress={progress} />);
  });

  // Asks for a fresh link in the place of a dead one. What is sent, where, and how often, is the workflow's to decide.
  app.post('/l/fresh', async (c) => {
    const sent = await readForm(c, ['form', 'link']);
    if (!sent || !isFormId(sent.form)) return tools.error(c, 400);
    const hmacKey = await deps.hmacKey();
    const client = clientBucket(c.env.clientAddress, campus);
    const within = client === undefined || (await countUse(client, claimsByAddress, { tables, hmacKey, now }));
    const held = await heldLink(c, deps);
    const other = otherLink(c, held, sent, tools);
    if (other) return other;
    const { link } = held;
    if (!link || !isKnown(held)) return deadLink(c, held, deps, tools);
    if (within) {
      const { accountId, fileId, tokenHash: knownBy } = link;
      const operationId = operationIdOf('recovery', sent.form, [accountId], hmacKey);
      const askedAt = now();
      await saveOperation(
        {
          kind: 'recovery',
          ...{ operationId, accountId, knownBy, ...(fileId !== undefined && { fileId }), language: c.get('language') },
          askedAt: askedAt.toString(),
          ...forgotten(askedAt),
        },
        { tables },
      );
      await deps.start.recovery(operationId, { operationId });
    }
    return c.redirect('/received', 303);
  });
};

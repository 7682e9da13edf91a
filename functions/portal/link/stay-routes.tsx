import { actByLink, stayByLink, type StayByLink } from '../../request/stay-by-link.ts';
import { mayBeKept } from '../../request/unit-contact.ts';
import { clientBucket, networks } from '../../throttle/client-bucket.ts';
import { countUse, type Limit } from '../../throttle/throttle.ts';
import { rememberedLink } from '../cookies.ts';
import { mayBeUndone } from '../desk/standing.ts';
import type { FieldError } from '../error-summary.tsx';
import { readForm } from '../form.ts';
import type { PortalContext, Routes } from '../portal-env.ts';
import { heldLink, markOf, otherLink } from './held-link.tsx';
import { DeadStayPage, StayDonePage, StayPage } from './stay-page.tsx';
import { stayTexts } from './stay-texts.ts';

/** By client address, beside the five tries that each link has: PWM's default for an address (D-05). */
const codesByAddress: Limit = { uses: 30, windowSeconds: 5 * 60 };

const acts = ['end', 'not-mine', 'undo'] as const;

/** What a sponsor does from a mail, without signing in: by the link and a code that the same mail holds. */
export const stayRoutes: Routes = (app, deps, tools) => {
  const { tables, university, now } = deps;
  const campus = networks(university.campusRanges);

  app.get('/stay', async (c) => {
    const found = await stayByLink(rememberedLink(c) ?? '', deps);
    return found ? page(c, found, '', []) : dead(c);
  });

  app.post('/stay', async (c) => {
    const sent = await readForm(c, ['code', 'link'], ['act']);
    if (!sent) return tools.error(c, 400);
    const token = rememberedLink(c) ?? '';
    const client = clientBucket(c.env.clientAddress, campus);
    const hmacKey = await deps.hmacKey();
    const within = client === undefined || (await countUse(`stay#${client}`, codesByAddress, { tables, hmacKey, now }));
    const other = otherLink(c, await heldLink(c, deps), sent, tools);
    if (other) return other;
    const found = await stayByLink(token, deps);
    if (!found) return dead(c);
    const act = acts.find((each) => each === sent.act);
    const again = (error: FieldError) => page(c, found, act ?? '', [error]);
    if (!within) return again({ field: 'code', text: stayTexts.tooOften });
    if (!act) return again({ field: 'act', text: stayTexts.actMissing });
    const outcome = await actByLink(token, { what: act, code: sent.code.replaceAll(/\s/g, '') }, deps);
    switch (outcome) {
      case 'ended':
      case 'undone':
      case 'disowned':
        return c.html(<StayDonePage view={tools.view(c)} done={outcome} />);
      case 'wrong-code':
        return again({ field: 'code', text: stayTexts.wrongCode });
      case 'changed':
        return again({ field: 'act', text: stayTexts.changed });
      case 'dead':
        return dead(c);
    }
  });

  async function page(c: PortalContext, { stay, link }: StayByLink, act: string, errors: readonly FieldError[]) {
    if (errors.length > 0) c.status(422);
    const undoable = mayBeUndone(stay, now()) || mayBeKept(stay, deps);
    const mark = markOf(link, await deps.hmacKey());
    return c.html(<StayPage view={tools.view(c)} {...{ stay, mark, undoable, act, errors }} />);
  }
  function dead(c: PortalContext) {
    c.status(410);
    return c.html(<DeadStayPage view={tools.view(c, '/')} />);
  }
};

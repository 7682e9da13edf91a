import { dayOf } from '../../account/account-dates.ts';
import { networks } from '../../throttle/client-bucket.ts';
import { fieldsOf, nothingTyped, parseForm, readClaim } from './claim-input.ts';
import { ClaimPage } from './claim-page.tsx';
import { FirstTimePage } from './first-time-page.tsx';
import { HelpPage } from './help-page.tsx';
import { HomePage } from './home-page.tsx';
import { identities } from './identities.ts';
import type { Routes } from '../portal-env.ts';
import { ReceivedPage } from './received-page.tsx';
import { receiveClaim } from './receive-claim.ts';

/** Pages for everybody: where to begin, the form of those who are new, help. */
export const publicRoutes: Routes = (app, deps, { view, error }) => {
  const { university } = deps;
  const campus = networks(university.campusRanges);

  app.get('/', (c) => c.html(<HomePage view={view(c)} />));
  app.get('/first-time', (c) => c.html(<FirstTimePage view={view(c)} />));
  app.get('/received', (c) => c.html(<ReceivedPage view={view(c)} />));
  app.get('/help', (c) => c.html(<HelpPage view={view(c)} />));

  for (const identity of identities) {
    const path = `/first-time/${identity.slug}`;
    const fields = fieldsOf(identity, university);

    app.get(path, (c) =>
      c.html(
        <ClaimPage
          view={view(c)}
          identity={identity}
          fields={fields}
          form={deps.newId()}
          typed={nothingTyped}
          errors={[]}
        />,
      ),
    );
    app.post(path, async (c) => {
      if (!isForm(c.req.header('content-type'))) return error(c, 400);
      const sent = parseForm(await c.req.text(), fields);
      if (!sent) return error(c, 400);
      const { form, typed } = sent;
      const today = dayOf(deps.now(), university.timeZone);
      const read = readClaim(typed, identity, { today, university });
      if ('errors' in read) {
        c.status(422);
        return c.html(
          <ClaimPage
            view={view(c)}
            identity={identity}
            fields={fields}
            form={form}
            typed={typed}
            errors={read.errors}
          />,
        );
      }
      const { clientAddress } = c.env;
      await receiveClaim(read.claim, { form, language: c.get('language'), clientAddress }, { ...deps, campus });
      return c.redirect('/received', 303);
    });
  }
};

function isForm(contentType: string | undefined): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(contentType ?? '');
}

import { askAddress } from '../../address/ask-address.ts';
import { askedAddress, confirmCode } from '../../address/confirm-code.ts';
import { addressTexts, faultTexts } from './activation-texts.ts';
import { AddressPage, CodePage } from './address-pages.tsx';
import { forgetAddress, rememberAddress, rememberedAddress } from '../cookies.ts';
import type { FieldError } from '../error-summary.tsx';
import { follow } from '../follow.ts';
import { isFormId, readForm } from '../form.ts';
import { deadLink, heldLink, openLink, otherLink } from './held-link.tsx';
import type { AddressOperation } from '../../operation/operation.ts';
import { operationIdOf } from '../operation-id.ts';
import type { PortalContext, Routes } from '../portal-env.ts';

/** Another recovery address while an account is activated: the link that is open is the proof, and a code proves the address. */
export const activationAddressRoutes: Routes = (app, deps, tools) => {
  app.get('/activate/address', async (c) => {
    const held = await heldLink(c, deps);
    const open = await openLink(held, 'activation', deps);
    if (!open) return deadLink(c, held, deps, tools);
    return addressPage(c, { form: deps.newId(), mark: open.mark, typed: '' });
  });

  app.post('/activate/address', async (c) => {
    const sent = await readForm(c, ['form', 'link', 'address']);
    if (!sent || !isFormId(sent.form)) return tools.error(c, 400);
    const held = await heldLink(c, deps);
    const other = otherLink(c, held, sent, tools);
    if (other) return other;
    const open = await openLink(held, 'activation', deps);
    if (!open) return deadLink(c, held, deps, tools);
    const { account, mark } = open;
    const hmacKey = await deps.hmacKey();
    const operationId = operationIdOf('address', sent.form, [account.accountId, sent.address], hmacKey);
    const language = c.get('language');
    const asked = await askAddress(
      account,
      sent.address,
      { operationId, language, held: rememberedAddress(c) },
      { ...deps, hmacKey },
    );
    if (asked.outcome === 'refused') {
      c.status(422);
      const error = { field: 'address', text: faultTexts[asked.fault] };
      return addressPage(c, { form: sent.form, mark, typed: sent.address, error });
    }
    rememberAddress(c, asked.token);
    return c.redirect('/activate/code', 303);
  });

  app.post('/activate/address/keep', async (c) => {
    const sent = await readForm(c, ['link']);
    if (!sent) return tools.error(c, 400);
    const other = otherLink(c, await heldLink(c, deps), sent, tools);
    if (other) return other;
    forgetAddress(c);
    return c.redirect('/activate', 303);
  });

  app.get('/activate/code', async (c) => {
    const held = await heldLink(c, deps);
    const open = await openLink(held, 'activation', deps);
    if (!open) return deadLink(c, held, deps, tools);
    const token = rememberedAddress(c) ?? '';
    const asked = await askedAddress(token, open.account, { ...deps, hmacKey: await deps.hmacKey() });
    if (!asked) return c.redirect('/activate/address', 303);
    return asked.confirmedAt === undefined ? codePage(c, open.mark, asked) : c.redirect('/activate', 303);
  });

  app.post('/activate/code', async (c) => {
    const sent = await readForm(c, ['link', 'code']);
    if (!sent) return tools.error(c, 400);
    const held = await heldLink(c, deps);
    const other = otherLink(c, held, sent, tools);
    if (other) return other;
    const open = await openLink(held, 'activation', deps);
    if (!open) return deadLink(c, held, deps, tools);
    const token = rememberedAddress(c) ?? '';
    const keyed = { ...deps, hmacKey: await deps.hmacKey() };
    const outcome = await confirmCode(token, open.account, sent.code, keyed);
    if (outcome === 'confirmed') {
      return follow(c, '/activate', 'address-confirmed');
    }
    c.status(422);
    const asked = await askedAddress(token, open.account, keyed);
    return codePage(c, open.mark, asked, { field: 'code', text: codeErrors[outcome] });
  });

  function addressPage(c: PortalContext, filled: { form: string; mark: string; typed: string; error?: FieldError }) {
    return c.html(<AddressPage view={tools.view(c)} action="/activate/address" back="/activate" {...filled} />);
  }
  function codePage(c: PortalContext, mark: string, asked: AddressOperation | undefined, error?: FieldError) {
    const filled = { view: tools.view(c), mark, ...(asked && { asked }), ...(error && { error }) };
    return c.html(<CodePage {...filled} action="/activate/code" back="/activate/address" />);
  }
};

export const codeErrors = {
  malformed: addressTexts.codeMalformed,
  wrong: addressTexts.codeWrong,
  dead: addressTexts.codeDead,
} as const;

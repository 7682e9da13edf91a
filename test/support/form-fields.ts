import { deskForms } from '../../functions/portal/desk/desk-forms.ts';
import { passwordFields } from '../../functions/portal/password/password-fields.tsx';
import { fieldsOf } from '../../functions/portal/public/claim-input.ts';
import { identities } from '../../functions/portal/public/identities.ts';
import { university } from '../../functions/university/uca.ts';

export interface FormFields {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
}

/** A script takes the second field away; password managers want the first. */
const beside = passwordFields.filter((name) => name !== 'password');

/** The fields of every form, by the route that it is sent to: `routes.test.ts` holds it to the routes. */
export const formFields: Readonly<Record<string, FormFields>> = {
  ...Object.fromEntries(
    identities.map((identity) => [
      `/first-time/${identity.slug}`,
      { required: ['form', ...fieldsOf(identity, university)] },
    ]),
  ),
  '/forgotten': { required: ['form', 'identifier'] },
  '/sign-in': { required: ['name', 'password'] },
  '/sign-out': { required: [] },
  '/l/fresh': { required: ['form', 'link'] },
  '/activate': {
    required: ['form', 'link', 'recovery', 'password'],
    optional: ['charter', ...beside],
  },
  '/activate/address': { required: ['form', 'link', 'address'] },
  '/activate/address/keep': { required: ['link'] },
  '/activate/code': { required: ['link', 'code'] },
  '/recover': { required: ['form', 'link', 'password'], optional: beside },
  '/result': { required: ['form', 'link', 'password'], optional: beside },
  '/not-me': { required: ['link'] },
  '/card': { required: ['login', 'code'] },
  '/stay': { required: ['code', 'link'], optional: ['act'] },
  '/account/password': { required: ['form', 'current', 'password'], optional: beside },
  '/account/address': { required: ['form', 'address', 'current'] },
  '/account/code': { required: ['code'] },
  '/account/language': { required: ['language'] },
  '/account/sign-out-everywhere': { required: [] },
  '/account/access': { required: ['form', 'until', 'reason'], optional: ['service'] },
  '/account/end': { required: ['on'] },
  '/account/end/undo': { required: [] },
  ...Object.fromEntries(
    Object.values(deskForms).map(({ path, required, optional }) => [
      path,
      { required, optional: [...optional, 'current'] },
    ]),
  ),
};

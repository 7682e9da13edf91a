import { accountTexts as texts } from './account-texts.ts';
import { AddressPage } from '../link/address-pages.tsx';
import { CurrentPassword } from './change-password-page.tsx';
import type { FieldError } from '../error-summary.tsx';
import type { View } from '../page.tsx';

interface ChangeAddressPageProps {
  readonly view: View;
  readonly form: string;
  readonly typed: string;
  readonly error?: FieldError;
}

/** Another recovery address, and the current password, which shows that it is not somebody at an open session (B-17). */
export function ChangeAddressPage({ view, form, typed, error }: ChangeAddressPageProps) {
  return (
    <AddressPage
      view={view}
      action="/account/address"
      back="/account"
      form={form}
      typed={typed}
      {...(error && { error })}
    >
      <CurrentPassword view={view} errors={error ? [error] : []} />
      <p class="hint">{view.say(texts.addressWait)}</p>
    </AddressPage>
  );
}

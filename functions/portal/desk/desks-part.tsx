import type { Account } from '../../account/account.ts';
import type { Role } from '../../directory/role.ts';
import { Section } from '../account/account-section.tsx';
import { Choices, type View } from '../page.tsx';
import { criTexts } from './cri-texts.ts';
import { deskTexts } from './desk-texts.ts';

interface DesksPartProps {
  readonly view: View;
  readonly account: Account;
  /** As they were read at sign-in: a way is shown by them, and nothing is let through. */
  readonly roles: readonly Role[];
}

/** The way to the desks, for those who may stand at one. */
export function DesksPart({ view: { say }, account, roles }: DesksPartProps) {
  const choices = [
    ...(account.population === 'staff'
      ? [{ to: '/sponsor', title: say(deskTexts.title), about: say(deskTexts.aboutLink) }]
      : []),
    ...(roles.includes('cri') ? [{ to: '/cri', title: say(criTexts.title), about: say(criTexts.aboutLink) }] : []),
  ];
  if (choices.length === 0) return null;
  return (
    <Section id="desks" title={say(deskTexts.desks)}>
      <Choices choices={choices} />
    </Section>
  );
}

import { describe, expect, test } from 'vitest';
import { type Welcome, welcome } from '../../../../functions/mail/letters/welcome.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import { link } from './letters.ts';
import { readLetter } from './read-letter.ts';

const ada: Welcome = {
  university,
  link,
  firstName: 'Ada',
  login: 'adalovel',
  mailAddress: 'ada.lovelace@etu.uca.fr',
  services: ['ent', 'mail', 'eduroam'],
  lastDay: '2027-10-01',
  office: 'registrar',
};

/** The text on one line with plain spaces, so that a sentence is found wherever it wraps. */
async function textOf(data: Welcome) {
  return (await welcome(data)).text.replace(/\s+/g, ' ');
}

describe('the welcome', () => {
  test('says the login, the mail address, what the account opens, until when, and who to ask', async () => {
    const text = await textOf(ada);
    expect(text).toContain('Votre identifiant : adalovel');
    expect(text).toContain('Your login: adalovel');
    expect(text).toContain('Votre adresse de courriel : ada.lovelace@etu.uca.fr');
    expect(text).toContain('Ce que le compte ouvre : l’ENT (ent.uca.fr), la messagerie UCA et le Wi-Fi eduroam');
    expect(text).toContain('What the account opens: the ENT (ent.uca.fr), UCA mail and eduroam Wi-Fi');
    expect(text).toContain('Dernier jour : 1er octobre 2027');
    expect(text).toContain('Last day: 1 October 2027');
    expect(text).toContain('votre service de scolarité (scola)');
  });

  test('says that the password is chosen behind the link, how long it lives and where to get another', async () => {
    const text = await textOf(ada);
    expect(text).toContain('choisir votre mot de passe, sur la page où mène ce lien');
    expect(text).toContain('choose your password, on the page that this link leads to');
    expect(text).toContain(`Activate my account ${link}`);
    expect(text).toContain('lives 24 hours');
    expect(text).toContain('https://portal.example/');
    const { hrefs } = readLetter(await welcome(ada));
    expect(hrefs.filter((href) => href === link)).toHaveLength(4);
  });

  test('leaves out the address of a population that has none, and says that permanent staff have no last day', async () => {
    const { firstName, login, office } = ada;
    const text = await textOf({ university, link, firstName, login, office, services: [] });
    expect(text).not.toContain('courriel :');
    expect(text).not.toContain('Ce que le compte ouvre');
    expect(text).toContain('Dernier jour : sans date de fin');
    expect(text).toContain('Last day: no end date');
  });

  test('says that it is a fresh link when one was asked for', async () => {
    expect((await welcome({ ...ada, fresh: true })).subject).toBe('Votre nouveau lien UCA / Your new UCA link');
    expect(await textOf({ ...ada, fresh: true })).toContain('Voici un nouveau lien');
    expect((await welcome(ada)).subject).toBe('Votre compte UCA est prêt / Your UCA account is ready');
    expect(await textOf(ada)).not.toContain('nouveau lien');
  });

  test('finds the portal of the link below a path as well', async () => {
    const { hrefs } = readLetter(await welcome({ ...ada, link: 'https://uca.example/compte/l/abc' }));
    expect(hrefs).toContain('https://uca.example/compte/');
  });

  test('sends someone whose file bears no number of the form to the office for a fresh link, not to the form', async () => {
    const text = await textOf({ ...ada, office: 'cri' });
    expect(text).toContain('demandez-en un autre à : le CRI ISIMA/LIMOS : https://support.isima.fr');
    expect(text).toContain('ask for another one from: the CRI ISIMA/LIMOS: https://support.isima.fr');
    expect(text).not.toMatch(/Première visite|First time here/);
    expect(await textOf(ada)).toMatch(/Première visite.*First time here/);
  });
});

import { describe, expect, test } from 'vitest';
import { missingPieces } from '../../../../functions/mail/letters/missing-pieces.tsx';
import { uca as university } from '../../../../functions/university/uca.ts';
import { offices } from '../../../../functions/university/university.ts';
import { link } from './letters.ts';
import { readLetter } from './read-letter.ts';

const ada = { university, link, firstName: 'Ada', office: 'registrar' } as const;

describe('the letter about missing pieces', () => {
  test('says of every piece that the university knows what it is and what to do, in both languages', async () => {
    const pieces = Object.keys(university.pieces);
    const { text } = await missingPieces({ ...ada, pieces });
    const words = text.replace(/\s+/g, ' ');
    for (const { label, remedy } of Object.values(university.pieces)) {
      for (const language of ['fr', 'en'] as const) {
        expect(words).toContain(`${label[language]}${language === 'fr' ? ' : ' : ': '}${remedy[language]}`);
      }
    }
  });

  test.each(offices)('says how to reach %s, which completes the file', async (office) => {
    const words = (await missingPieces({ ...ada, office, pieces: ['cvec'] })).text.replace(/\s+/g, ' ');
    const { label, contact } = university.offices[office];
    expect(words).toContain(`Qui complète votre dossier : ${label.fr} Comment joindre ce service : ${contact.fr}`);
    expect(words).toContain(`Who completes your file: ${label.en} How to reach this office: ${contact.en}`);
  });

  test('makes links of the addresses in the remedies, and nothing more of the sentence', async () => {
    const { hrefs } = readLetter(await missingPieces({ ...ada, pieces: ['payment', 'cvec'] }));
    expect(new Set(hrefs)).toEqual(
      new Set(['https://inscription.uca.fr/', 'https://cvec.etudiant.gouv.fr/', link, 'https://portal.example/']),
    );
  });

  test.each([
    ['lettre_2', 'lettre_2'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['<b>lettre</b>', 'une pièce'],
  ])('shows the unknown piece %s as %s and sends the person to the office', async (piece, shown) => {
    const words = (await missingPieces({ ...ada, pieces: [piece] })).text.replace(/\s+/g, ' ');
    expect(words).toContain(`* ${shown} : demandez au service qui suit votre dossier ce qu’il attend`);
  });

  test('leads to the status page and promises the account by itself', async () => {
    const { text } = await missingPieces({ ...ada, pieces: ['payment'] });
    expect(text).toContain(`Follow my file\n${link}`);
    expect(text.replace(/\s+/g, ' ')).toContain('une fois la dernière pièce enregistrée');
  });

  test('sends someone whose file bears no number of the form to the office for a fresh link, not to the form', async () => {
    const words = (await missingPieces({ ...ada, office: 'cri', pieces: ['identity'] })).text.replace(/\s+/g, ' ');
    expect(words).toContain('demandez-en un autre à : le CRI ISIMA/LIMOS : https://support.isima.fr');
    expect(words).toContain('ask for another one from: the CRI ISIMA/LIMOS: https://support.isima.fr');
    expect(words).not.toMatch(/Première visite|First time here/);
  });
});

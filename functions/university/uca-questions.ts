import type { Question } from './university.ts';

const firstTime = { to: '/first-time', label: { fr: 'Première visite', en: 'First time here' } };
const forgotten = {
  to: '/forgotten',
  label: { fr: 'Mot de passe ou identifiant oublié', en: 'Forgotten password or login' },
};

/** What people of the university ask, in the order in which the help page answers. */
export const ucaQuestions: readonly Question[] = [
  {
    id: 'office',
    question: { fr: 'Quel service contacter ?', en: 'Which office do I contact?' },
    answer: [
      {
        fr: 'Celui qui suit votre dossier : il l’ouvre, le complète et corrige votre adresse.',
        en: 'The one in charge of your file: it opens the file, completes it and corrects your address.',
      },
    ],
    contacts: true,
  },
  {
    id: 'no-mail',
    question: { fr: 'Je n’ai reçu aucun courriel', en: 'No mail has come' },
    answer: [
      {
        fr: 'Le courriel part en quelques minutes, à l’adresse personnelle que porte votre dossier ou, une fois le compte activé, à votre adresse de récupération. Au bout de dix minutes, regardez dans les courriers indésirables, puis vérifiez ce que vous avez saisi et recommencez.',
        en: 'The mail leaves within minutes, to the personal address that your file holds or, once the account is activated, to your recovery address. After ten minutes, look into the spam folder, then check what you typed and try again.',
      },
      {
        fr: 'Toujours rien : votre dossier n’est pas encore enregistré, ou porte une autre adresse. Le service qui le suit peut le dire et le corriger.',
        en: 'Still nothing: your file is not there yet, or holds another address. The office in charge of it can tell and correct it.',
      },
    ],
    goOn: firstTime,
  },
  {
    id: 'forgotten',
    question: {
      fr: 'J’ai oublié mon mot de passe, ou je n’ai plus mon adresse de récupération',
      en: 'I have forgotten my password, or have lost my recovery address',
    },
    answer: [
      {
        fr: 'Donnez votre identifiant, votre adresse universitaire ou votre adresse de récupération : un lien pour choisir un nouveau mot de passe part à l’adresse de récupération. Il sert pendant 30 minutes.',
        en: 'Give your login, your university address or your recovery address: a link to choose a new password leaves to the recovery address. It works for 30 minutes.',
      },
      {
        fr: 'Vous ne lisez plus cette adresse : présentez-vous avec une pièce d’identité au service qui suit votre dossier.',
        en: 'You no longer read that address: go with an identity document to the office in charge of your file.',
      },
    ],
    contacts: true,
    goOn: forgotten,
  },
  {
    id: 'no-account',
    question: { fr: 'Je n’ai pas de compte', en: 'I have no account' },
    answer: [
      {
        fr: 'C’est le plus souvent que votre inscription, ou votre dossier RH, n’est pas terminé. Passez par « Première visite » : si votre dossier existe, un courriel vous dit ce qui manque et qui le complète.',
        en: 'Most often your registration, or your HR file, is not finished. Go through “First time here”: if your file exists, a mail tells you what it lacks and who completes it.',
      },
      {
        fr: 'Sinon, adressez-vous à votre responsable administratif : la scolarité, les ressources humaines, l’administration de l’ISIMA ou celle du LIMOS.',
        en: 'Otherwise turn to the administration that you belong to: the registrar’s office, Human Resources, the ISIMA or the LIMOS administration.',
      },
    ],
    goOn: firstTime,
  },
  {
    id: 'incomplete',
    question: { fr: 'Mon dossier est incomplet', en: 'My file is not complete' },
    answer: [
      {
        fr: 'Le courriel et la page qu’il ouvre nomment chaque pièce manquante et disent comment la fournir. Dès que le service l’a enregistrée, votre compte se crée tout seul et un nouveau courriel part.',
        en: 'The mail and the page that it opens name each missing piece and say how to provide it. As soon as the office has recorded it, your account is made by itself and another mail leaves.',
      },
      {
        fr: 'La CVEC se règle, ou son exonération se demande, sur https://cvec.etudiant.gouv.fr/ ; l’inscription se termine sur https://inscription.uca.fr/',
        en: 'The CVEC is paid, or its exemption asked for, at https://cvec.etudiant.gouv.fr/ and registration is finished at https://inscription.uca.fr/',
      },
    ],
  },
  {
    id: 'link',
    question: { fr: 'Mon lien n’est plus valable', en: 'My link no longer works' },
    answer: [
      {
        fr: 'Un lien sert une fois, pendant 24 heures pour activer un compte et 30 minutes pour un nouveau mot de passe. La page du lien a un bouton qui en envoie un autre à la même adresse.',
        en: 'A link works once, for 24 hours to activate an account and 30 minutes for a new password. The page of the link has a button that mails another one to the same address.',
      },
    ],
    goOn: firstTime,
  },
  {
    id: 'two-accounts',
    question: { fr: 'J’ai deux comptes : lequel utiliser ?', en: 'I have two accounts: which one do I use?' },
    answer: [
      {
        fr: 'Un·e doctorant·e qui enseigne a deux comptes : l’un de la scolarité (adresse @doctorant.uca.fr), l’autre des ressources humaines (adresse @uca.fr). Le compte doctorant sert pour le LIMOS, le compte personnel pour l’ISIMA.',
        en: 'A PhD student who teaches has two accounts: one from the registrar’s office (address @doctorant.uca.fr), the other from Human Resources (address @uca.fr). The PhD account serves LIMOS, the staff account serves ISIMA.',
      },
      {
        fr: 'Enseignant·e, postdoc ou ATER après une thèse ici : utilisez le compte en @uca.fr. Le compte doctorant se ferme à la fin de son inscription ; l’autre n’en est pas affecté.',
        en: 'Faculty, postdoc or ATER after a PhD here: use the account in @uca.fr. The PhD account ends with its registration; the other one is not touched.',
      },
    ],
  },
  {
    id: 'guest',
    question: { fr: 'Je suis invité·e, visiteur·se ou stagiaire', en: 'I am a guest, a visitor or an intern' },
    answer: [
      {
        fr: 'Votre compte est ouvert par le CRI ISIMA/LIMOS, à la demande de la personne qui vous accueille. Il a une fin connue d’avance, douze mois au plus, et se renouvelle.',
        en: 'Your account is opened by the CRI ISIMA/LIMOS at the request of the person who receives you. Its end is known in advance, twelve months at most, and it can be renewed.',
      },
    ],
  },
  {
    id: 'temporary-guest',
    question: { fr: 'Qu’est-ce qu’un compte invité temporaire ?', en: 'What is a temporary guest account?' },
    answer: [
      {
        fr: 'Un compte de quelques jours, trente au plus, demandé par un membre du personnel pour qui ne relève ni de la scolarité ni des RH. Il ouvre l’ENT, le Wi-Fi eduroam et l’impression, mais pas les ressources de l’ISIMA et du LIMOS.',
        en: 'An account of some days, thirty at most, asked for by a member of staff for someone who belongs neither to the registrar nor to HR. It opens the ENT, eduroam Wi-Fi and printing, but not what ISIMA and LIMOS offer.',
      },
      {
        fr: 'L’accès à un service précis de l’ISIMA ou du LIMOS se demande au CRI, sur https://support.isima.fr',
        en: 'Access to a given service of ISIMA or LIMOS is asked for at the CRI, at https://support.isima.fr',
      },
    ],
  },
  {
    id: 'local',
    question: {
      fr: 'Je n’ai pas droit à un compte UCA, mais j’ai besoin d’un service ISIMA/LIMOS',
      en: 'I am not eligible for a UCA account, but need an ISIMA/LIMOS service',
    },
    answer: [
      {
        fr: 'Intervenant·e bénévole, étudiant·e d’une formation non universitaire, collaborateur·rice de recherche : votre contact à l’ISIMA ou au LIMOS peut demander pour vous un compte local. Il ouvre certains services de l’ISIMA ou du LIMOS, mais ni l’ENT, ni eduroam, ni les imprimantes de l’UCA.',
        en: 'Volunteer instructor, student of a non-university programme, research collaborator: your ISIMA or LIMOS contact can ask for a local account for you. It opens some of the ISIMA or LIMOS services, but not the ENT, eduroam or the UCA printers.',
      },
    ],
  },
  {
    id: 'privacy',
    question: { fr: 'Que deviennent les informations saisies ?', en: 'What becomes of what I type?' },
    answer: [
      {
        fr: 'Elles servent à retrouver votre dossier et sont effacées au bout d’une semaine. Le numéro CVEC et l’adresse que vous proposez sont montrés au service qui suit le dossier.',
        en: 'It serves to find your file and is erased after a week. The CVEC number and the address that you propose are shown to the office in charge of the file.',
      },
    ],
  },
];

import type { FileRecord } from '../../file/file.ts';
import type { DirectoryName } from '../../university/university.ts';
import { AccessPart } from './access-part.tsx';
import type { Held } from './account-overview.ts';
import { AddressPart, EventsPart, LeavePart, PasswordPart } from './account-parts.tsx';
import { EndUndoPart } from './end-part.tsx';
import { OthersPart } from './others-part.tsx';
import { dayIn, Fact, Section, type Shown } from './account-section.tsx';
import { accountTexts as texts, heldTexts, troubleTexts } from './account-texts.ts';
import { stayKinds } from '../../request/request.ts';
import { Contact } from '../contacts.tsx';
import { DesksPart } from '../desk/desks-part.tsx';
import type { Role } from '../../directory/role.ts';
import { Icon } from '../icon.tsx';
import { writtenDay } from '../language.ts';
import { Page, type View } from '../page.tsx';
import type { Mark } from '../link/progress.ts';
import { texts as pageTexts } from '../texts.ts';

/** The page of somebody who is signed in: what the account is, who gave it, what can be changed. */
export function AccountPage({ view, overview, roles = [] }: Shown & { readonly roles?: readonly Role[] | undefined }) {
  const { say } = view;
  return (
    <Page view={view} title={say(texts.title)}>
      <h1>{say(texts.title)}</h1>
      <Notice view={view} overview={overview} />
      <EndUndoPart view={view} overview={overview} />
      <DesksPart view={view} account={overview.account} roles={roles} />
      <AccountPart view={view} overview={overview} />
      <PasswordPart view={view} overview={overview} />
      <AddressPart view={view} overview={overview} />
      <Directories view={view} overview={overview} />
      <Files view={view} overview={overview} />
      <AccessPart view={view} overview={overview} />
      <OthersPart view={view} overview={overview} />
      <EventsPart view={view} overview={overview} />
      <LeavePart view={view} overview={overview} />
    </Page>
  );
}

/** What somebody has to do, before all else. */
function Notice({ view: { say }, overview: { account, health } }: Shown) {
  const text = account.recovery === undefined ? texts.noAddress : health === 'well' ? undefined : troubleTexts[health];
  if (!text) return null;
  return (
    <article class="notice" aria-labelledby="notice">
      <p id="notice">{say(text)}</p>
      <p class="links">
        <a role="button" href="/account/address">
          {say(account.recovery === undefined ? texts.giveAddress : texts.changeAddress)}
        </a>
      </p>
    </article>
  );
}

function AccountPart({ view, overview }: Shown) {
  const { say, university } = view;
  const { login, mailAddress, mailAliases, population, services, charter } = overview.account;
  return (
    <Section id="account" title={say(texts.account)}>
      <dl class="facts">
        <Fact name={say(texts.login)}>
          <code>{login}</code>
        </Fact>
        <Fact name={say(texts.mailAddress)}>{mailAddress ?? say(texts.mailAddressNone)}</Fact>
        {mailAliases.length > 0 && <Fact name={say(texts.mailAliases)}>{mailAliases.join(', ')}</Fact>}
        <Fact name={say(texts.population)}>{say(university.populations[population].label)}</Fact>
        <Fact name={say(texts.services)}>
          {services.length === 0
            ? say(texts.servicesNone)
            : services.map((service) => say(university.services[service])).join(', ')}
        </Fact>
        <Fact name={say(texts.until)}>
          <Until view={view} overview={overview} />
        </Fact>
        <Fact name={say(texts.charter)}>
          {charter
            ? `${say(texts.charterVersion)} ${charter.version}, ${say(texts.onDay)} ${dayIn(view, charter.acceptedAt)}`
            : say(texts.charterNone)}
        </Fact>
      </dl>
    </Section>
  );
}

function Until({ view: { say, language }, overview: { account, daysLeft, inGrace } }: Shown) {
  const { lastDay } = account;
  if (lastDay === undefined || daysLeft === undefined) return <>{say(texts.untilNone)}</>;
  const left =
    daysLeft === 0 ? say(texts.lastDay) : daysLeft === 1 ? say(texts.oneDayLeft) : `${daysLeft} ${say(texts.daysLeft)}`;
  return (
    <>
      {`${writtenDay(lastDay, language)} (${left})`}
      {inGrace && (
        <>
          <br />
          {say(texts.grace)}
        </>
      )}
    </>
  );
}

const markOf = {
  ready: 'done',
  'entry-pending': 'now',
  'password-pending': 'now',
  'entry-refused': 'stopped',
  'password-clearing': 'stopped',
  'password-refused': 'stopped',
  'password-missing': 'stopped',
} as const satisfies Record<Held, Mark>;
const lightOf = { done: 'verified', now: 'pending', stopped: 'refused' } as const;

function Directories({ view: { say, university }, overview: { directories } }: Shown) {
  if (directories.length === 0) return null;
  const lacking: readonly Held[] = ['password-missing', 'password-clearing', 'password-refused'];
  const lacks = directories.some(({ held }) => lacking.includes(held));
  return (
    <Section id="directories" title={say(texts.directories)}>
      <ul class="lights">
        {directories.map(({ directory, held }: { directory: DirectoryName; held: Held }) => (
          <li class={lightOf[markOf[held]]}>
            <Icon mark={markOf[held]} />
            <span>
              {say(university.directories[directory].label)}
              {say(pageTexts.colon)} {say(heldTexts[held])}
            </span>
          </li>
        ))}
      </ul>
      {lacks && (
        <p>
          {say(texts.passwordElsewhere)} <a href="/account/password">{say(texts.changePassword)}</a>
        </p>
      )}
    </Section>
  );
}

function Files({ view, overview: { files, account } }: Shown) {
  const { say } = view;
  const several = files.length > 1;
  return (
    <Section id="files" title={say(texts.files)}>
      <p>{say(texts.filesAbout)}</p>
      {files.map((file) => (
        <FileCard view={view} file={file} leads={several && file.fileId === account.leadingFileId} />
      ))}
    </Section>
  );
}

function FileCard({ view, file, leads }: { view: View; file: FileRecord; leads: boolean }) {
  const { say, language, university } = view;
  const { fileId, office, population, programme, affiliations, startsOn, endsOn } = file;
  const called = (affiliation: string) => {
    const label = university.affiliationLabels[affiliation];
    return label ? say(label) : affiliation;
  };
  const from = `${say(texts.from)} ${writtenDay(startsOn, language)}`;
  const end = endsOn === undefined ? say(texts.fileNoEnd) : `${say(texts.to)} ${writtenDay(endsOn, language)}`;
  return (
    <article aria-labelledby={`file-${fileId}`}>
      <h3 id={`file-${fileId}`}>{`${say(texts.fileOf)} ${say(university.offices[office].label)}`}</h3>
      {leads && <p>{say(texts.fileLeads)}</p>}
      <dl class="facts">
        <Fact name={say(texts.population)}>{say(university.populations[population].label)}</Fact>
        {programme !== undefined && <Fact name={say(texts.programme)}>{programme}</Fact>}
        {affiliations.length > 0 && <Fact name={say(texts.affiliations)}>{affiliations.map(called).join(', ')}</Fact>}
        <Fact name={say(texts.period)}>{`${from} ${end}`}</Fact>
        <Fact name={say(texts.renew)}>
          {stayKinds.some((kind) => kind === population) ? (
            say(texts.renewBySponsor)
          ) : (
            <Contact view={view} office={office} />
          )}
        </Fact>
      </dl>
    </article>
  );
}

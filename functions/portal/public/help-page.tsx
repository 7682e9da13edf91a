import { Contacts, Linked } from '../contacts.tsx';
import { helpTexts } from './help-texts.ts';
import { Back, Page, type View } from '../page.tsx';

export function HelpPage({ view }: { view: View }) {
  const { say, university } = view;
  const { questions } = university;
  return (
    <Page view={view} title={say(helpTexts.title)}>
      <Back view={view} to="/" />
      <h1>{say(helpTexts.title)}</h1>
      <p class="lead">{say(helpTexts.lead)}</p>
      <nav class="contents" aria-labelledby="contents">
        <h2 id="contents">{say(helpTexts.contents)}</h2>
        <ul>
          {questions.map(({ id, question }) => (
            <li>
              <a href={`#${id}`}>{say(question)}</a>
            </li>
          ))}
        </ul>
      </nav>
      {questions.map(({ id, question, answer, contacts = false, goOn }) => (
        <section id={id} aria-labelledby={`${id}-question`}>
          <h2 id={`${id}-question`}>{say(question)}</h2>
          {answer.map((paragraph) => (
            <p>
              <Linked text={say(paragraph)} />
            </p>
          ))}
          {contacts && <Contacts view={view} />}
          {goOn && (
            <p>
              <a href={goOn.to}>{say(goOn.label)}</a>
            </p>
          )}
        </section>
      ))}
    </Page>
  );
}

import { describe, expect, test } from 'vitest';
import { sesMail, type SesMailSettings } from '../../../functions/mail/ses-mail.ts';
import { RetryableError } from '../../../functions/step/errors.ts';
import { type AwsAnswer, awsHangsUp, awsIsSilent, scriptedAws } from '../../support/scripted-aws.ts';

const message = {
  to: 'ada.canary@etu.example',
  subject: 'Votre compte est prêt',
  text: 'Bonjour Élodie',
  html: '<p>Bonjour Élodie</p>',
};
const accepted = xml(
  200,
  '<SendEmailResponse><SendEmailResult><MessageId>0102-abc</MessageId></SendEmailResult></SendEmailResponse>',
);

describe('mail through SES', () => {
  test('goes to the one address, in UTF-8, from the configured sender', async () => {
    const { mail, requests } = await mailThrough(accepted, {
      from: 'Compte UCA <compte@uca.example>',
      configurationSet: 'links',
    });
    expect(await mail.send(message)).toEqual({ outcome: 'sent', messageId: '0102-abc' });
    expect(requests[0]).toEqual({
      Action: 'SendEmail',
      Version: '2010-12-01',
      Source: '"Compte UCA" <compte@uca.example>',
      'Destination.ToAddresses.member.1': message.to,
      'Message.Subject.Data': message.subject,
      'Message.Subject.Charset': 'UTF-8',
      'Message.Body.Text.Data': message.text,
      'Message.Body.Text.Charset': 'UTF-8',
      'Message.Body.Html.Data': message.html,
      'Message.Body.Html.Charset': 'UTF-8',
      ConfigurationSetName: 'links',
    });
  });

  test.each([
    ['compte@uca.example', 'compte@uca.example'],
    ['<compte@uca.example>', 'compte@uca.example'],
    ['Compte, UCA: <compte@uca.example>', '"Compte, UCA:" <compte@uca.example>'],
    ['Université <compte@uca.example>', '=?UTF-8?B?VW5pdmVyc2l0w6k=?= <compte@uca.example>'],
  ])('is sent by %s as %s', async (from, source) => {
    const { mail, requests } = await mailThrough(accepted, { from });
    await mail.send(message);
    expect(requests[0]).toHaveProperty('Source', source);
  });

  test('a long name of the sender is cut into words that a mail server takes, and reads whole', async () => {
    const name = 'Université de la Réunion, \u{1F393}\u{1F393}\u{1F393} œuvres et étés';
    const { mail, requests } = await mailThrough(accepted, { from: `${name} <compte@uca.example>` });
    await mail.send(message);
    const { Source: source } = requests[0] as { Source: string };
    const words = source.split(' ').slice(0, -1);
    expect(words.every((word) => word.length <= 75)).toBe(true);
    expect(words.map((word) => Buffer.from(word.slice(10, -2), 'base64').toString()).join('')).toBe(name);
  });

  test.each([
    '',
    'Compte UCA',
    'a@uca.example, b@uca.example',
    'A <a@uca.example>\r\nBcc: b@uca.example',
    'A" <b@c.fr> <a@uca.example>',
  ])('does not start with a sender that is none: %j', (from) => {
    expect(() => sesMail({}, { from })).toThrow('The sender of mail is not');
  });

  test.each(['InvalidParameterValue', 'ValidationError'])(
    'is refused with the code %s and not with the text, which quotes the address',
    async (code) => {
      const { mail } = await mailThrough(refusal(400, code));
      expect(await mail.send(message)).toEqual({ outcome: 'refused', code });
    },
  );

  test.each(['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'LimitExceededException'])(
    'was surely not sent and is welcome later at %s',
    async (code) => {
      const { mail } = await mailThrough(refusal(400, code));
      expect(await mail.send(message)).toEqual({ outcome: 'not-now' });
    },
  );

  test.each<[string, AwsAnswer]>([
    ['fails inside', refusal(500, 'InternalFailure')],
    ['is unavailable', refusal(503, 'ServiceUnavailable')],
    ['answers with the page of a proxy', answerOf(503, 'text/html', '<html><body>Unavailable</body></html>')],
    ['answers with bare words', answerOf(502, 'text/plain', 'Bad gateway')],
    ['hangs up', awsHangsUp],
    ['says nothing', awsIsSilent],
    ['accepts in words that nobody understands', xml(200, '<SendEmail')],
    ['accepts without an id', xml(200, '<SendEmailResponse><SendEmailResult></SendEmailResult></SendEmailResponse>')],
  ])('asks for another try when SES %s', async (_, answer) => {
    const { mail } = await mailThrough(answer);
    await expect(mail.send(message)).rejects.toBeInstanceOf(RetryableError);
  });

  test('leaves repeating to whoever counts mails: one request for one call', async () => {
    const { mail, requests } = await mailThrough(refusal(503, 'ServiceUnavailable'));
    await expect(mail.send(message)).rejects.toBeInstanceOf(RetryableError);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ...['AccessDenied', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'InvalidParameterCombination'],
    ...['MessageRejected', 'MailFromDomainNotVerified', 'MailFromDomainNotVerifiedException'],
    ...['FromEmailAddressNotVerified', 'FromEmailAddressNotVerifiedException'],
    ...['AccountSendingPaused', 'AccountSendingPausedException'],
    ...['ConfigurationSetDoesNotExist', 'ConfigurationSetSendingPaused', 'ConfigurationSetSendingPausedException'],
  ])('fails for good, and not as a refusal of this address, at %s', async (code) => {
    const { mail } = await mailThrough(refusal(403, code));
    const error: unknown = await mail.send(message).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(RetryableError);
    expect(error).toHaveProperty('message', `SES answered ${expectedName(code)}`);
  });

  test.each<[string, AwsAnswer]>([
    ['a mistake', refusal(403, 'AccessDenied')],
    ['an outage', refusal(500, 'InternalFailure')],
    ['a lost connection', awsHangsUp],
    ['an unreadable answer', xml(200, `<${message.to}`)],
  ])('F-01: never quotes the address in the error of %s', async (_, answer) => {
    const { mail } = await mailThrough(answer);
    const error: unknown = await mail.send(message).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('canary');
    expect(error).not.toHaveProperty('cause');
  });

  test.each(['ada@etu.example,eve@evil.example', 'ada@etu.example\r\nBcc: eve@evil.example', 'Ada <ada@etu.example>'])(
    'G-03: does not even ask SES about %j',
    async (to) => {
      const { mail, requests } = await mailThrough(accepted);
      expect(await mail.send({ ...message, to })).toEqual({ outcome: 'refused', code: 'AddressMalformed' });
      expect(requests).toHaveLength(0);
    },
  );

  test('G-02: does not even ask SES about a subject with a line break', async () => {
    const { mail, requests } = await mailThrough(accepted);
    const result = await mail.send({ ...message, subject: 'Compte\r\nBcc: eve@evil.example' });
    expect(result).toEqual({ outcome: 'refused', code: 'SubjectMalformed' });
    expect(requests).toHaveLength(0);
  });
});

async function mailThrough(answer: AwsAnswer, settings: SesMailSettings = { from: 'compte@uca.example' }) {
  const ses = await scriptedAws(answer);
  return { mail: sesMail(ses.settings, settings), requests: ses.requests };
}

function answerOf(status: number, type: string, body: string): AwsAnswer {
  return (response) => void response.writeHead(status, { 'content-type': type }).end(body);
}

function xml(status: number, body: string): AwsAnswer {
  return answerOf(status, 'text/xml', body);
}

function refusal(status: number, code: string) {
  const text = `Address ${message.to} of arn:aws:ses:::identity/${message.to} is not for you`;
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`,
  );
}

/** The SDK has a class for these alone, with another name than the code. */
function expectedName(code: string) {
  return /^(ConfigurationSetDoesNotExist|FromEmailAddressNotVerified)$/.test(code) ? `${code}Exception` : code;
}

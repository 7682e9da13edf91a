import { describe, expect, test } from 'vitest';
import { reachingDirectories } from '../support/reaching-directories.ts';
import { bundleNames, list, type Statement, synthesize } from '../support/synthesize.ts';
import { statesOf } from '../support/run-workflow.ts';

const { functions, machines, ofType, statementsOf } = synthesize();
const roles = ofType('AWS::IAM::Role');

/** What each function may do to which table: exactly this. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'access-grant': {
    ...{ requests: 'Get', accounts: 'Get Update', counters: 'Update', due: 'Put Delete', pending: 'Put', audit: 'Put' },
  },
  'access-tell-requester': {
    ...{ mails: 'Get Put Update', requests: 'Get', accounts: 'Get', files: 'Get', addressHealth: 'Get' },
    desks: 'Delete',
  },
  'access-validate-access': { requests: 'Get' },
  'activation-activate': { accounts: 'Get Update', due: 'Put Delete', pending: 'Put', audit: 'Put' },
  'address-email-code': {
    ...{ mails: 'Get Put Update', operations: 'Get Update', accounts: 'Get', throttle: 'Update' },
  },
  'address-tell-former': {
    ...{ mails: 'Get Put Update', operations: 'Get', files: 'Get', accounts: 'Get', links: 'Put' },
    addressHealth: 'Get',
  },
  'cleanup-ask-unit-contacts': {
    ...{ accounts: 'Get', logins: 'Get', addresses: 'Get', requests: 'Get Update' },
    ...{ desks: 'Query Put', audit: 'Put' },
  },
  'cleanup-find-due': { due: 'Query', accounts: 'Get', counters: 'Get', nights: 'Get Put Delete' },
  'cleanup-report': { due: 'Query Delete', accounts: 'Get ConditionCheck', nights: 'Put' },
  'cleanup-write-results': {},
  'guest-settle-account': {
    ...{ requests: 'Get', accounts: 'Get Update', counters: 'Update', due: 'Put Delete', pending: 'Put', audit: 'Put' },
  },
  'guest-store-stay': {
    ...{ requests: 'Get Update', files: 'Get Put Update', fileKeys: 'Get Put ConditionCheck', accountFiles: 'Put' },
    ...{ accounts: 'Get', audit: 'Put' },
  },
  'guest-tell-guest': {
    ...{ mails: 'Get Put Update', requests: 'Get', accounts: 'Get', files: 'Get', addressHealth: 'Get' },
    throttle: 'Update',
  },
  'guest-tell-sponsor': {
    ...{ mails: 'Get Put Update', requests: 'Get', accounts: 'Get', files: 'Get', addressHealth: 'Get' },
    ...{ links: 'Put', desks: 'Delete' },
  },
  'guest-validate-request': { requests: 'Get' },
  'mail-events-record-mail-events': { addressHealth: 'Get Put' },
  'password-conclude-password': {
    ...{ operations: 'Get Update', accounts: 'Get Update', vault: 'Delete', pending: 'Put Delete', audit: 'Put' },
  },
  'password-notify': {
    ...{ mails: 'Get Put Update', operations: 'Get', files: 'Get', accounts: 'Get Update', links: 'Put' },
    addressHealth: 'Get',
  },
  'password-prepare-password': { operations: 'Get', accounts: 'Get Update', vault: 'Get' },
  'password-set-password': { accounts: 'Get Update', vault: 'Get' },
  'recovery-email-link': {
    ...{ mails: 'Get Put Update', operations: 'Get', files: 'Get', accounts: 'Get Update', links: 'Put' },
    ...{ addressHealth: 'Get', throttle: 'Update', audit: 'Put' },
  },
  'recovery-find-account': {
    ...{
      operations: 'Get',
      logins: 'Get',
      addresses: 'Get',
      recoveryAddresses: 'Query',
      files: 'Get',
      accounts: 'Get',
    },
  },
  'expiry-adjust': { accounts: 'Get Update', counters: 'Update', pending: 'Put', audit: 'Put' },
  'expiry-ask-contact': {
    ...{ accounts: 'Get', files: 'Get', logins: 'Get', addresses: 'Get', requests: 'Get Update' },
    ...{ desks: 'Put', audit: 'Put' },
  },
  'expiry-close': {
    ...{ accounts: 'Get Update', accountFiles: 'Query', files: 'Get ConditionCheck', counters: 'Update' },
    ...{ requests: 'Get ConditionCheck', vault: 'Delete', pending: 'Put', audit: 'Put' },
  },
  'expiry-count-end': { accounts: 'Get', counters: 'Get Update', due: 'Update' },
  'expiry-erase': {
    ...{ accounts: 'Get Update', accountFiles: 'Query Delete', files: 'Get Delete', fileKeys: 'Delete' },
    ...{ recoveryAddresses: 'Query Delete', addressHealth: 'Delete', requests: 'Get Delete', desks: 'Query Delete' },
    ...{ slices: 'Delete', persons: 'Delete', audit: 'Put' },
  },
  'expiry-load-account': { accounts: 'Get', accountFiles: 'Query', files: 'Get', requests: 'Get' },
  'expiry-remind': {
    ...{ mails: 'Get Put Update', accounts: 'Get Update', files: 'Get', addressHealth: 'Get', links: 'Put' },
    audit: 'Put',
  },
  'expiry-suspend': {
    ...{ operations: 'Update', accounts: 'Get Update', accountFiles: 'Query', files: 'Get ConditionCheck' },
    ...{ requests: 'Get ConditionCheck', vault: 'Delete', pending: 'Put', audit: 'Put' },
  },
  'expiry-tell-end': {
    ...{ mails: 'Get Put Update', accounts: 'Get Update', files: 'Get', persons: 'Query', addressHealth: 'Get' },
  },
  'expiry-warn': {
    ...{ mails: 'Get Put Update', accounts: 'Get Update', files: 'Get', persons: 'Query', addressHealth: 'Get' },
    ...{ requests: 'Get', links: 'Put', audit: 'Put' },
  },
  'intake-read-feed': { intakes: 'Get Put' },
  'intake-report': {},
  'intake-store-rows': {
    ...{ files: 'Get Put Update', fileKeys: 'Get Put ConditionCheck', accountFiles: 'Put', accounts: 'Get' },
    audit: 'Put',
  },
  'intake-write-results': { files: 'Get', accounts: 'Get', addressHealth: 'Get' },
  'onboarding-email-recovery-address': {
    ...{
      files: 'Get Update',
      accounts: 'Get Update',
      links: 'Put',
      addressHealth: 'Get',
      mails: 'Get Put Update',
      throttle: 'Update',
      audit: 'Put',
    },
  },
  'onboarding-generate-credentials': {
    ...{ files: 'Get', accounts: 'Get Update', counters: 'Update', addresses: 'Put', audit: 'Put' },
    ...{ recoveryAddresses: 'Put', due: 'Put Delete' },
  },
  'onboarding-leave-pending': { pending: 'Put', leases: 'Get' },
  'onboarding-provision-directory': {
    ...{ files: 'Get', accounts: 'Get Update', due: 'Put Delete', pending: 'Delete', vault: 'Get' },
  },
  'onboarding-record-failure': { files: 'Get Update' },
  'onboarding-reserve-login': {
    ...{ files: 'Get Update', accounts: 'Get Put', counters: 'Update', logins: 'Put', audit: 'Put' },
    ...{ persons: 'Put', slices: 'Put', due: 'Put' },
  },
  'onboarding-schedule-expiry': { accounts: 'Get Update', due: 'Put Delete' },
  'onboarding-validate-file': { files: 'Get Update', fileKeys: 'Get', operations: 'Get', accounts: 'Get' },
  'portal-desk': {
    ...{ requests: 'Get Put Update', desks: 'Query Put Delete', counters: 'Get Put', files: 'Get' },
    ...{ accounts: 'Get Update', logins: 'Get', addresses: 'Get', links: 'Put', operations: 'Put Update' },
    ...{ nights: 'Get Update', sessions: 'Get Update', throttle: 'Update', recoveryAddresses: 'Put Delete' },
    ...{ vault: 'Delete', pending: 'Put', due: 'Put Delete', audit: 'Put' },
  },
  'portal-password-checks': {
    ...{
      operations: 'Get Put Update',
      throttle: 'Update',
      links: 'Get Put',
      files: 'Get',
      logins: 'Get',
      addresses: 'Get',
    },
    ...{
      addressHealth: 'Get',
      accounts: 'Get Update',
      sessions: 'Get Put Update Delete',
      vault: 'Put',
      pending: 'Put',
      audit: 'Put',
    },
  },
  'portal-portal': {
    ...{ operations: 'Get Put Update', throttle: 'Update', links: 'Get Put Update', files: 'Get' },
    ...{ accounts: 'Get Update', sessions: 'Get Update Delete', vault: 'Put Delete', pending: 'Put' },
    ...{ recoveryAddresses: 'Put Delete', addressHealth: 'Get Delete', audit: 'Put Query' },
    ...{ requests: 'Get Put Update', desks: 'Query Put Delete', counters: 'Get Put', logins: 'Get', addresses: 'Get' },
    ...{ persons: 'Query', due: 'Put Delete' },
  },
  'provisioning-claim-directory': { leases: 'Put Update', pending: 'Query' },
  'provisioning-conclude-lost': { pending: 'Query', accounts: 'Get' },
  'provisioning-drain': {
    ...{ leases: 'Get Update', pending: 'Query Delete', files: 'Get', accounts: 'Get Update', vault: 'Get' },
    due: 'Put Delete',
  },
  'provisioning-probe': { leases: 'Get Update' },
  'provisioning-release': { leases: 'Get Delete', pending: 'Query' },
  'reconcile-choose-slices': { nights: 'Get' },
  'reconcile-compare-directory': {
    ...{ slices: 'Query Put', accounts: 'Get Update', files: 'Get', pending: 'Put', audit: 'Put' },
  },
  'reconcile-report': { nights: 'Put', leases: 'Get' },
  'request-open-ticket': { mails: 'Get Put Update', requests: 'Get', accounts: 'Get' },
  'request-restart-requests': { desks: 'Query', requests: 'Get' },
};

const directorySecrets = [
  'secretsmanager:GetSecretValue directoryuca',
  'secretsmanager:GetSecretValue directoryisimalimos',
];
const passwordSecrets = [
  'secretsmanager:GetSecretValue passworduca',
  'secretsmanager:GetSecretValue passwordisimalimos',
];
const linkKey = 'secretsmanager:GetSecretValue linkkey';
const mails = ['ses:SendEmail identity/<Sender>', 'ses:SendEmail configuration-set/<mail-events/ConfigurationSet>'];
/** Of mails with a link or a code of their own making, and of those that are counted. */
const mailsByKey = [linkKey, ...mails];
const opens = 'kms:Decrypt vault-key';
const closes = 'kms:Encrypt vault-key';
const starts = (...names: string[]): string[] => names.map((name) => `states:StartExecution Matricule-${name}`);
const startedByPages = starts(
  ...['Onboarding', 'Activation', 'Password', 'Recovery', 'Address', 'Provisioning', 'Guest', 'Access', 'Expiry'],
);
const startedByDesks = starts('Guest', 'Access', 'Provisioning', 'Recovery', 'Cleanup');

/** What each function may do beside its tables and its log: exactly this. */
const beside: Readonly<Record<string, readonly string[]>> = {
  'intake-read-feed': [
    ...['registrar', 'hr', 'cri'].flatMap((office) => [
      `s3:GetObject Intake/${office}/*`,
      `s3:GetObjectVersion Intake/${office}/*`,
    ]),
    's3:PutObject Intake/runs/*',
    's3:ListBucket Intake',
  ],
  'intake-report': ['s3:GetObject Intake/runs/*', 's3:PutObject Intake/runs/*/report.json', 's3:ListBucket Intake'],
  'intake-store-rows': ['s3:GetObject Intake/runs/*/chunks/*'],
  'intake-write-results': [
    's3:GetObject Intake/runs/*/chunks/*',
    's3:GetObject Intake/runs/*/results/*',
    's3:PutObject Intake/runs/*/results/*',
    's3:ListBucket Intake',
  ],
  'access-tell-requester': mails,
  'address-email-code': mailsByKey,
  'address-tell-former': mailsByKey,
  // Guests only: a request for a service has no sponsor.
  'cleanup-ask-unit-contacts': starts('Guest'),
  'cleanup-find-due': [
    's3:GetObject Intake/runs/cleanup-*/holds/*',
    ...['run.json', 'manifest.jsonl', 'holds/*'].map((key) => `s3:PutObject Intake/runs/cleanup-*/${key}`),
    's3:ListBucket Intake',
  ],
  'cleanup-report': [
    ...['run.json', 'manifest.jsonl', 'results/*'].map((key) => `s3:GetObject Intake/runs/cleanup-*/${key}`),
    's3:PutObject Intake/runs/cleanup-*/report.json',
    's3:ListBucket Intake',
  ],
  'cleanup-write-results': [
    's3:GetObject Intake/runs/cleanup-*/results/*',
    's3:PutObject Intake/runs/cleanup-*/results/*',
    's3:ListBucket Intake',
  ],
  'expiry-ask-contact': starts('Guest'),
  'expiry-load-account': starts('Onboarding', 'Guest'),
  'expiry-remind': mailsByKey,
  'expiry-tell-end': mails,
  'expiry-warn': mailsByKey,
  'guest-settle-account': starts('Provisioning'),
  'guest-tell-guest': mailsByKey,
  'guest-tell-sponsor': mailsByKey,
  'onboarding-email-recovery-address': mailsByKey,
  'password-notify': mailsByKey,
  'recovery-email-link': mailsByKey,
  'mail-events-record-mail-events': [
    ...['ReceiveMessage', 'ChangeMessageVisibility', 'GetQueueUrl', 'DeleteMessage', 'GetQueueAttributes'].map(
      (action) => `sqs:${action} mail-events/Queue`,
    ),
  ],
  'password-prepare-password': [...passwordSecrets, opens],
  'password-set-password': [...passwordSecrets, opens],
  'onboarding-leave-pending': ['states:StartExecution Matricule-Provisioning'],
  'onboarding-provision-directory': [...directorySecrets, ...passwordSecrets, opens],
  'onboarding-schedule-expiry': [
    'scheduler:CreateSchedule schedule/Matricule/*',
    'scheduler:UpdateSchedule schedule/Matricule/*',
    'iam:PassRole schedule-role',
  ],
  'portal-desk': [linkKey, ...startedByDesks, ...passwordSecrets],
  'portal-password-checks': [linkKey, closes, ...starts('Password', 'Address'), ...passwordSecrets],
  'portal-portal': [linkKey, closes, ...startedByPages],
  'provisioning-conclude-lost': starts('Activation', 'Password'),
  'provisioning-drain': [...directorySecrets, ...passwordSecrets, opens, ...starts('Activation', 'Password')],
  'provisioning-probe': directorySecrets,
  'provisioning-release': ['states:StartExecution Matricule-Provisioning'],
  'reconcile-compare-directory': [...directorySecrets, 's3:PutObject Intake/runs/reconcile-*/results/*'],
  'reconcile-report': [
    's3:GetObject Intake/runs/reconcile-*/results/*',
    's3:PutObject Intake/runs/reconcile-*/report.json',
    ...starts('Provisioning'),
  ],
  'request-open-ticket': mails,
  'request-restart-requests': [
    ...starts('Guest', 'Access'),
    // Of the destination of its failures.
    ...['SendMessage', 'GetQueueAttributes', 'GetQueueUrl'].map((action) => `sqs:${action} dead-letters`),
  ],
};

/** `<files.Arn>` → `files`, `arn:aws:ses:…:identity/<Sender>` → `identity/<Sender>`, `…:secret:linkkey-generated-suffix` → `linkkey`. */
const short = (resource: string): string =>
  resource
    .replace(/^<([^<>]*)\.Arn>/, '$1')
    .replace(/^arn:aws:[a-z0-9]*:[a-z0-9-]*:\d*:(?:secret:|stateMachine:)?/, '')
    .replace(/-generated-suffix$/, '');
const pairs = (statements: readonly Statement[]): [action: string, resource: string][] =>
  statements.flatMap(({ actions, resources }) =>
    resources.flatMap((resource) => actions.map((action): [string, string] => [action, short(resource)])),
  );

describe('M-07 a function', () => {
  test('stands behind each handler, and behind each function a handler', () => {
    expect([...functions.keys()].toSorted()).toEqual(bundleNames().toSorted());
    expect(Object.keys(tables).toSorted()).toEqual(bundleNames().toSorted());
  });

  test('has a role of its own, which Lambda alone may take', () => {
    expect(new Set([...functions.values()].map(({ role }) => role.logicalId)).size).toBe(functions.size);
    for (const { role } of functions.values()) {
      expect(role.properties['AssumeRolePolicyDocument']).toMatchObject({
        Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }],
      });
    }
  });

  test.each([...functions.keys()])('%s does to its tables what the list says, and knows no other', (name) => {
    const found: Record<string, string> = {};
    for (const [action, table] of pairs(functions.get(name)?.statements ?? [])) {
      if (!action.startsWith('dynamodb:')) continue;
      const verb = action.replace(/^dynamodb:(.*?)(Item)?$/, '$1');
      found[table] = found[table] === undefined ? verb : `${found[table]} ${verb}`;
    }
    expect(found).toEqual(tables[name]);
    const { Variables = {} } = (functions.get(name)?.properties['Environment'] ?? {}) as {
      Variables?: Record<string, string>;
    };
    const given = Object.entries(Variables).flatMap(([key, value]) => (key.startsWith('TABLE_') ? [value] : []));
    expect(given.toSorted()).toEqual(
      Object.keys(found)
        .map((table) => `<${table}>`)
        .toSorted(),
    );
  });

  test.each([...functions.keys()])('%s does beside its tables what the list says, and writes its own log', (name) => {
    const found = pairs(functions.get(name)?.statements ?? []).filter(([action]) => !action.startsWith('dynamodb:'));
    const log = ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => `${action} ${name}-logs`);
    expect(found.map((pair) => pair.join(' ')).toSorted()).toEqual([...log, ...(beside[name] ?? [])].toSorted());
  });
});

describe('M-07 only', () => {
  const mailersByKey = [
    'address-email-code',
    'address-tell-former',
    'expiry-remind',
    'expiry-warn',
    'guest-tell-guest',
    'guest-tell-sponsor',
    'onboarding-email-recovery-address',
    'password-notify',
    'recovery-email-link',
  ];
  const mailers = [...mailersByKey, 'access-tell-requester', 'expiry-tell-end', 'request-open-ticket'].toSorted();
  const openers = [
    'onboarding-provision-directory',
    'password-prepare-password',
    'password-set-password',
    'provisioning-drain',
  ];
  const whoMay = (matching: (action: string, resource: string) => boolean): string[] =>
    roles
      .filter((role) => pairs(statementsOf(role)).some((pair) => matching(...pair)))
      .map(({ name }) => name.replace(/-role$/, ''))
      .toSorted();

  test('the functions that reach directories read their secrets', () => {
    expect(
      whoMay((action, resource) => action.startsWith('secretsmanager:') && resource.startsWith('directory')),
    ).toEqual([
      'onboarding-provision-directory',
      'provisioning-drain',
      'provisioning-probe',
      'reconcile-compare-directory',
    ]);
    expect(
      whoMay((action, resource) => action.startsWith('secretsmanager:') && resource.startsWith('password')),
    ).toEqual([...openers, 'portal-desk', 'portal-password-checks'].toSorted());
  });

  test('directory functions open the vault, the portal closes it, and nobody does both (C-12)', () => {
    expect(whoMay((action) => action === 'kms:Decrypt')).toEqual(openers);
    expect(whoMay((action) => action === 'kms:Encrypt')).toEqual(['portal-password-checks', 'portal-portal']);
  });

  test('the portal and the functions that mail links, or count their mails, read the key of the links', () => {
    expect(whoMay((action, resource) => action.startsWith('secretsmanager:') && resource === 'linkkey')).toEqual(
      [...mailersByKey, 'portal-desk', 'portal-password-checks', 'portal-portal'].toSorted(),
    );
  });

  test('the functions that write to people send mail, as one sender', () => {
    expect(whoMay((action) => action.startsWith('ses:'))).toEqual(mailers);
  });

  test('a machine’s own steps are started by it', () => {
    for (const [name, { definition, statements }] of machines) {
      const steps = statesOf(definition).flatMap(([, { Type, Resource }]) =>
        Type === 'Task' ? [String(Resource)] : [],
      );
      const invoked = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));
      expect([name, ...invoked.flatMap(({ resources }) => resources).toSorted()]).toEqual([
        name,
        ...[...new Set(steps)].toSorted(),
      ]);
    }
  });

  test.each(['Matricule-Intake', 'Matricule-Cleanup'])('the manifests of runs are read by the map of %s', (name) => {
    expect(machines.get(name)?.statements).toContainEqual({
      ...{ effect: 'Deny', actions: ['s3:GetObject'], resources: [] },
      notResources: ['<Intake.Arn>/runs/*/manifest.jsonl'],
    });
  });

  test('the intake reads what an export said of people: the works of the night reach their own runs', () => {
    const ofNight = [...functions.values()].filter(({ name }) => /^(cleanup|reconcile)-/.test(name));
    for (const { name, statements } of ofNight) {
      const objects = pairs(statements).flatMap(([action, resource]) =>
        /^s3:.*Object/.test(action) ? [resource] : [],
      );
      const own = `Intake/runs/${name.replace(/-.*$/, '')}-*/`;
      expect(objects.filter((resource) => !resource.startsWith(own))).toEqual([]);
    }
    expect(ofNight).toHaveLength(7);
  });
});

describe('M-07 a wildcard', () => {
  const statements = roles.flatMap((role) =>
    statementsOf(role).map((statement) => ({ role: role.name, ...statement })),
  );

  test('stands in no action', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
  });

  test('stands for every resource only where AWS knows no narrower one: the delivery of a machine’s log', () => {
    const all = statements.filter(({ resources }) => resources.includes('*'));
    expect(all.map(({ role }) => role).toSorted()).toEqual(
      [...machines.keys()].map((name) => `${name}/Machine/Role`).toSorted(),
    );
    for (const { actions } of all) {
      expect(
        actions.filter((action) => !/^logs:\w*(LogDelivery|LogDeliveries|ResourcePolic\w*|LogGroups)$/.test(action)),
      ).toEqual([]);
    }
  });

  test('stands in a resource only where its name is made later', () => {
    const wild = pairs(statements).flatMap(([, resource]) => (/.\*|\*./.test(resource) ? [resource] : []));
    expect([...new Set(wild)].toSorted()).toEqual(
      [
        ...['registrar', 'hr', 'cri'].map((office) => `Intake/${office}/*`),
        ...['runs/*', 'runs/*/chunks/*', 'runs/*/results/*', 'runs/*/report.json'].map((key) => `Intake/${key}`),
        ...['run.json', 'manifest.jsonl', 'holds/*', 'results/*', 'report.json'].map(
          (key) => `Intake/runs/cleanup-*/${key}`,
        ),
        ...['results/*', 'report.json'].map((key) => `Intake/runs/reconcile-*/${key}`),
        'schedule/Matricule/*',
        // Of a Distributed Map: its own children, and the bucket, of which a Deny leaves the manifests.
        ...['Intake', 'Cleanup'].flatMap((name) => [
          `execution:Matricule-${name}:*`,
          `execution:Matricule-${name}/*:*`,
        ]),
        '<Intake>/*',
      ].toSorted(),
    );
  });

  test('hides in no policy that AWS keeps', () => {
    expect(roles.flatMap(({ properties }) => list(properties['ManagedPolicyArns']))).toEqual([]);
    expect(roles.filter(({ properties }) => 'Policies' in properties)).toEqual([]);
  });
});

describe('F-05 the journal', () => {
  test('is added to, read for the person whom it is about, and neither changed nor emptied by anybody', () => {
    const found = roles.flatMap((role) =>
      pairs(statementsOf(role)).filter(([, resource]) => /^(audit|\*)$/.test(resource)),
    );
    expect(new Set(found.filter(([action]) => !action.startsWith('logs:')).map(([action]) => action))).toEqual(
      new Set(['dynamodb:PutItem', 'dynamodb:Query']),
    );
  });
});

describe('M-07 where directories stand in a network', () => {
  const inside = synthesize({
    disposable: false,
    directoryNetwork: {
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      securityGroupId: 'sg-0123456789abcdef0',
    },
  });
  test('the functions that reach them are in it, and no other', () => {
    const placed = [...inside.functions.values()].filter(({ properties }) => 'VpcConfig' in properties);
    expect(placed.map(({ name }) => name).toSorted()).toEqual(reachingDirectories);
    for (const { properties } of placed) {
      expect(properties['VpcConfig']).toEqual({
        SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
        SecurityGroupIds: ['sg-0123456789abcdef0'],
      });
    }
  });

  test('they alone may make the network interfaces that this takes, which AWS grants on all or none', () => {
    const making = [...inside.functions.values()].filter(({ statements }) =>
      statements.some(({ actions }) => actions.some((action) => action.startsWith('ec2:'))),
    );
    expect(making.map(({ name }) => name).toSorted()).toEqual(reachingDirectories);
    expect(inside.ofType('AWS::IAM::Role').flatMap(({ properties }) => list(properties['ManagedPolicyArns']))).toEqual(
      [],
    );
  });
});

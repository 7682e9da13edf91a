import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DataStack } from './data-stack.ts';
import type { MatriculeProps } from './matricule.ts';
import { startedByDesks } from '../functions/portal/desk/started-by-desks.ts';
import { startedByPages } from '../functions/portal/portal-env.ts';
import { directoryNetwork } from './directory-network.ts';
import { StepLambda, type StepLambdaProps } from './step-lambda.ts';
import { stateMachineNames } from './workflows/state-machine-names.ts';

/** A whole year's intake on registration day: 40,000 people in an hour are 11 a second. What is above waits or is told to come again. */
const throttling = { rateLimit: 50, burstLimit: 200 };

/** HTTP APIs give up after 30 seconds (M-02): the function ends before, and answers a page. */
const portalTimeout = Duration.seconds(15);

/** The forms on which a current password is typed (password-check-routes.tsx), each with the name of its integration. */
const passwordForms = [
  ['/sign-in', 'SignIn'],
  ['/account/password', 'ChangePassword'],
  ['/account/address', 'ChangeAddress'],
] as const;

/** What staff and the CRI do for others (functions/portal/desk): all behind these addresses, with the names of their integrations. */
const desks = [
  ['/sponsor', 'Sponsor'],
  ['/cri', 'Cri'],
] as const;

type Workflow = keyof typeof stateMachineNames;

/** What people see: HTTP functions that render pages and start workflows. */
export class PortalStack extends Stack {
  /** Where people reach the portal, without a slash at the end. */
  readonly publicUrl: string;
  readonly api: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    { data, assets, settings, ...props }: MatriculeProps & StackProps & { data: DataStack },
  ) {
    super(scope, id, props);
    const api = new HttpApi(this, 'Portal', { createDefaultStage: true });
    this.api = api;
    for (const [key, value] of Object.entries(settings.apiTags ?? {})) Tags.of(api).add(key, value);
    this.publicUrl = settings.publicUrl ?? api.apiEndpoint;

    const part = (
      name: string,
      workflows: { known: readonly Workflow[]; starts: readonly Workflow[] },
      { tables, network }: Pick<StepLambdaProps, 'tables' | 'network'>,
    ) => {
      const step = new StepLambda(this, name, {
        ...{ assets, settings, data, tables, network, timeout: portalTimeout },
        environment: { PUBLIC_URL: this.publicUrl, LINK_KEY_SECRET: data.linkKey.secretName },
      });
      step.mayRead(data.linkKey);
      for (const workflow of workflows.known) {
        const arn = this.stateMachineArn(workflow);
        step.addEnvironment(`${workflow.toUpperCase()}_ARN`, arn);
        if (workflows.starts.includes(workflow)) step.may('states:StartExecution', arn);
      }
      return step;
    };
    const network = directoryNetwork(this, settings);
    const pages = part(
      'portal-portal',
      { known: startedByPages, starts: startedByPages },
      {
        tables: {
          operations: ['read', 'put', 'update'],
          throttle: ['update'],
          links: ['read', 'put', 'update'],
          files: ['read'],
          accounts: ['read', 'update'],
          sessions: ['read', 'update', 'delete'],
          vault: ['put', 'delete'],
          pending: ['put'],
          // An end that was chosen moves the next date.
          due: ['put', 'delete'],
          recoveryAddresses: ['put', 'delete'],
          addressHealth: ['read', 'delete'],
          persons: ['list'],
          // What a sponsor does from a mail, and what the holder of an account asks for.
          requests: ['read', 'put', 'update'],
          desks: ['list', 'put', 'delete'],
          counters: ['read', 'put'],
          logins: ['read'],
          addresses: ['read'],
          audit: ['put', 'list'],
        },
      },
    );
    const passwordChecks = part(
      'portal-password-checks',
      { known: startedByPages, starts: ['password', 'address'] },
      {
        tables: {
          operations: ['read', 'put', 'update'],
          throttle: ['update'],
          links: ['read', 'put'],
          files: ['read'],
          logins: ['read'],
          addresses: ['read'],
          accounts: ['read', 'update'],
          addressHealth: ['read'],
          sessions: ['read', 'put', 'update', 'delete'],
          vault: ['put'],
          pending: ['put'],
          audit: ['put'],
        },
        network,
      },
    );
    passwordChecks.mayReach('PASSWORD', data.passwordSecrets);
    for (const step of [pages, passwordChecks]) step.mayUseVault('Encrypt', data);
    // No vault: whoever acts for others never chooses a password for them.
    const desk = part(
      'portal-desk',
      { known: startedByDesks, starts: startedByDesks },
      {
        tables: {
          requests: ['read', 'put', 'update'],
          desks: ['list', 'put', 'delete'],
          counters: ['read', 'put'],
          files: ['read'],
          accounts: ['read', 'update'],
          logins: ['read'],
          addresses: ['read'],
          links: ['put'],
          operations: ['put', 'update'],
          // A lock undoes a change of recovery address that waits.
          recoveryAddresses: ['put', 'delete'],
          nights: ['read', 'update'],
          sessions: ['read', 'update'],
          throttle: ['update'],
          // A lock ends what waits there.
          vault: ['delete'],
          pending: ['put'],
          due: ['put', 'delete'],
          audit: ['put'],
        },
        network,
      },
    );
    desk.mayReach('PASSWORD', data.passwordSecrets);

    const route = (path: string, methods: HttpMethod[], name: string, to: StepLambda): void => {
      const integration = new HttpLambdaIntegration(name, to);
      api.addRoutes({ path, methods, integration, authorizer: new HttpNoneAuthorizer() });
    };
    // Both greedy variables bear this name: MiniStack 1.5.33 takes `/{any other+}` for a full match, which wins over the desks'.
    route('/{proxy+}', [HttpMethod.ANY], 'Pages', pages);
    route('/', [HttpMethod.ANY], 'Home', pages);
    // The forms on which a current password is typed: a function of their own, which alone reaches the directories.
    for (const [path, name] of passwordForms) route(path, [HttpMethod.POST], name, passwordChecks);
    for (const [path, name] of desks) {
      route(path, [HttpMethod.ANY], name, desk);
      route(`${path}/{proxy+}`, [HttpMethod.ANY], `${name}Pages`, desk);
    }

    const accessLog = new LogGroup(this, 'access-log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: settings.disposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    const stage = api.defaultStage?.node.defaultChild;
    if (stage instanceof CfnStage) {
      stage.defaultRouteSettings = {
        throttlingRateLimit: throttling.rateLimit,
        throttlingBurstLimit: throttling.burstLimit,
      };
      // The route and never the path: a mailed link's token stands in the path (B-12).
      stage.accessLogSettings = {
        destinationArn: accessLog.logGroupArn,
        format: JSON.stringify({
          requestId: '$context.requestId',
          at: '$context.requestTime',
          method: '$context.httpMethod',
          route: '$context.routeKey',
          status: '$context.status',
          milliseconds: '$context.responseLatency',
        }),
      };
    }
    new CfnOutput(this, 'ApiId', { value: api.apiId });
    new CfnOutput(this, 'PortalUrl', { value: Fn.join('', [this.publicUrl, '/']) });
  }

  private stateMachineArn(workflow: Workflow): string {
    const name = stateMachineNames[workflow];
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DataStack } from './data-stack.ts';
import type { MatriculeProps } from './matricule.ts';
import { type StartedByPages, startedByPages } from '../functions/portal/portal-env.ts';
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
      starts: readonly StartedByPages[],
      { tables, network }: Pick<StepLambdaProps, 'tables' | 'network'>,
    ) => {
      const step = new StepLambda(this, name, {
        ...{ assets, settings, data, tables, network, timeout: portalTimeout },
        environment: { PUBLIC_URL: this.publicUrl, LINK_KEY_SECRET: data.linkKey.secretName },
      });
      step.mayRead(data.linkKey);
      step.mayUseVault('Encrypt', data);
      for (const workflow of startedByPages) {
        const arn = this.stateMachineArn(workflow);
        step.addEnvironment(`${workflow.toUpperCase()}_ARN`, arn);
        if (starts.includes(workflow)) step.may('states:StartExecution', arn);
      }
      return step;
    };
    const pages = part('portal-portal', startedByPages, {
      tables: {
        operations: ['read', 'put', 'update'],
        throttle: ['update'],
        links: ['read', 'put', 'update'],
        files: ['read'],
        accounts: ['read', 'update'],
        sessions: ['read', 'update', 'delete'],
        vault: ['put', 'delete'],
        pending: ['put'],
        recoveryAddresses: ['put', 'delete'],
        addressHealth: ['read', 'delete'],
        audit: ['put', 'list'],
      },
    });
    const passwordChecks = part('portal-password-checks', ['password', 'address'], {
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
      network: directoryNetwork(this, settings),
    });
    passwordChecks.mayReach('PASSWORD', data.passwordSecrets);

    const route = (path: string, methods: HttpMethod[], name: string, to: StepLambda): void => {
      const integration = new HttpLambdaIntegration(name, to);
      api.addRoutes({ path, methods, integration, authorizer: new HttpNoneAuthorizer() });
    };
    route('/{path+}', [HttpMethod.ANY], 'Pages', pages);
    route('/', [HttpMethod.ANY], 'Home', pages);
    // The forms on which a current password is typed: a function of their own, which alone reaches the directories.
    for (const [path, name] of passwordForms) route(path, [HttpMethod.POST], name, passwordChecks);

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

  private stateMachineArn(workflow: keyof typeof stateMachineNames): string {
    const name = stateMachineNames[workflow];
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: name,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}

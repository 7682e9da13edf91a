import { ArnFormat, CfnOutput, Duration, Fn, RemovalPolicy, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import { CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DataStack } from './data-stack.ts';
import type { MatriculeProps } from './matricule.ts';
import { StepLambda } from './step-lambda.ts';
import { stateMachineNames } from './workflows/state-machine-names.ts';

/** A whole year's intake on registration day: 40,000 people in an hour are 11 a second. What is above waits or is told to come again. */
const throttling = { rateLimit: 50, burstLimit: 200 };

/** HTTP APIs give up after 30 seconds (M-02): the function ends before, and answers a page. */
const portalTimeout = Duration.seconds(15);

/** What people see: one HTTP function that renders pages and starts workflows. */
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

    const onboardingArn = this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: stateMachineNames.onboarding,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const portal = new StepLambda(this, 'portal-portal', {
      assets,
      settings,
      data,
      timeout: portalTimeout,
      tables: {
        operations: ['put'],
        throttle: ['update'],
        links: ['read'],
        files: ['read'],
        accounts: ['read'],
      },
      environment: {
        PUBLIC_URL: this.publicUrl,
        ONBOARDING_ARN: onboardingArn,
        LINK_KEY_SECRET: data.linkKey.secretName,
      },
    });
    portal.mayRead(data.linkKey);
    portal.may('states:StartExecution', onboardingArn);

    api.addRoutes({
      path: '/{path+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Pages', portal),
      authorizer: new HttpNoneAuthorizer(),
    });
    api.addRoutes({
      path: '/',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('Home', portal),
      authorizer: new HttpNoneAuthorizer(),
    });

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
}

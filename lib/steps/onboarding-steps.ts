import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StepLambda } from '../step-lambda.ts';
import type { OnboardingSteps } from '../workflows/onboarding-chain.ts';
import type { StepMaker } from './make-steps.ts';

/** The steps of the one way to be onboarded. */
export function onboardingSteps(stack: Stack, make: StepMaker, deadLetters: Queue): OnboardingSteps {
  return {
    validateFile: make.step('onboarding-validate-file', {
      tables: { files: ['read', 'update'], fileKeys: ['read'], operations: ['read'], accounts: ['read'] },
    }),
    reserveLogin: make.step('onboarding-reserve-login', {
      tables: {
        files: ['read', 'update'],
        accounts: ['read', 'put'],
        counters: ['update'],
        logins: ['put'],
        persons: ['put'],
        slices: ['put'],
        due: ['put'],
        audit: ['put'],
      },
    }),
    generateCredentials: make.step('onboarding-generate-credentials', {
      tables: {
        files: ['read'],
        accounts: ['read', 'update'],
        due: ['put', 'delete'],
        counters: ['update'],
        addresses: ['put'],
        recoveryAddresses: ['put'],
        audit: ['put'],
      },
    }),
    provisionDirectory: make.writingPasswords(
      make.directoryStep('onboarding-provision-directory', {
        tables: {
          files: ['read'],
          accounts: ['read', 'update'],
          due: ['put', 'delete'],
          pending: ['delete'],
          vault: ['read'],
        },
      }),
    ),
    leavePending: make.step('onboarding-leave-pending', {
      tables: { pending: ['put'], leases: ['read'] },
      starts: ['provisioning'],
    }),
    scheduleExpiry: scheduleExpiryStep(stack, make, deadLetters),
    emailRecoveryAddress: make.mailStep('onboarding-email-recovery-address', {
      files: ['read', 'update'],
      accounts: ['read', 'update'],
      links: ['put'],
      addressHealth: ['read'],
      throttle: ['update'],
      audit: ['put'],
    }),
    recordFailure: make.step('onboarding-record-failure', { tables: { files: ['read', 'update'] } }),
  };
}

function scheduleExpiryStep(stack: Stack, make: StepMaker, deadLetters: Queue): StepLambda {
  const group = new CfnScheduleGroup(stack, 'schedules', { name: 'Matricule' });
  const expiryArn = make.stateMachineArn('expiry');
  const role = new Role(stack, 'schedule-role', { assumedBy: new ServicePrincipal('scheduler.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [expiryArn] }));
  role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }));
  const step = make.step('onboarding-schedule-expiry', {
    tables: { accounts: ['read', 'update'], due: ['put', 'delete'] },
    environment: {
      SCHEDULE_GROUP: 'Matricule',
      EXPIRY_ARN: expiryArn,
      SCHEDULE_ROLE_ARN: role.roleArn,
      SCHEDULE_DEAD_LETTER_ARN: deadLetters.queueArn,
    },
  });
  step.node.addDependency(group);
  step.may(
    ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
    // A schedule is named by an account's id, which is not known before: the wildcard ends at our own group.
    stack.formatArn({ service: 'scheduler', resource: 'schedule', resourceName: 'Matricule/*' }),
  );
  step.may('iam:PassRole', role.roleArn);
  return step;
}

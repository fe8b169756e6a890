/** The states of a target with the reasons and sentences that ELBv2 gives with them. */
export interface TargetHealth {
  readonly state:
    | 'initial'
    | 'healthy'
    | 'unhealthy'
    | 'unhealthy.draining'
    | 'unused'
    | 'draining'
    | 'unavailable';
  readonly reason?: string;
  readonly description?: string;
}

const states = {
  healthy: { state: 'healthy' },
  'initial-registering': {
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
  },
  'initial-checking': {
    state: 'initial',
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
  },
  'failed-checks': {
    state: 'unhealthy',
    reason: 'Target.FailedHealthChecks',
    description: 'Health checks failed',
  },
  timeout: { state: 'unhealthy', reason: 'Target.Timeout', description: 'Request timed out' },
  'code-mismatch': {
    state: 'unhealthy',
    reason: 'Target.ResponseCodeMismatch',
    description: 'Health checks failed with these codes: [503]',
  },
  draining: {
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
  },
  'unhealthy-draining': {
    state: 'unhealthy.draining',
    reason: 'Target.FailedHealthChecks',
    description: 'Health checks failed',
  },
  unavailable: {
    state: 'unavailable',
    reason: 'Target.HealthCheckDisabled',
    description: 'Health checks are not enabled',
  },
  'not-in-use': {
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target group is not configured to receive traffic from the load balancer',
  },
  'zone-not-enabled': {
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target is in an Availability Zone that is not enabled for the load balancer',
  },
  stopped: {
    state: 'unused',
    reason: 'Target.InvalidState',
    description: 'Target is in the stopped state',
  },
  'not-registered': {
    state: 'unused',
    reason: 'Target.NotRegistered',
    description: 'Target is not registered to the target group',
  },
} as const satisfies Readonly<Record<string, TargetHealth>>;

export type HealthName = keyof typeof states;

export function healthOf(name: HealthName): TargetHealth {
  return states[name];
}

/** Writes that ELBv2 refuses and moto accepts. */
import { type Answer, errorAnswer } from '../aws-answers.ts';
import type { AwsCall } from '../aws-call.ts';
import type { ControlPlane } from '../control-plane.ts';

const weight =
  /^(?:Default)?Actions\.member\.(\d+)\.ForwardConfig\.TargetGroups\.member\.(\d+)\.Weight$/;

export function heavyWeight(call: AwsCall): Answer | undefined {
  for (const [name, value] of call.params) {
    const place = weight.exec(name);
    if (place === null || (Number(value) >= 0 && Number(value) <= 999)) continue;
    const bound = Number(value) > 999 ? 'less than or equal to 999' : 'greater than or equal to 0';
    return errorAnswer(
      call,
      400,
      'ValidationError',
      `1 validation error detected: Value '${value}' at 'actions.${place[1] ?? ''}.member.forwardConfig.targetGroups.${place[2] ?? ''}.member.weight' failed to satisfy constraint: Member must have value ${bound}`,
    );
  }
  return undefined;
}

/** Default actions belong to the listener: only ModifyListener changes them. */
export async function defaultRule(call: AwsCall, plane: ControlPlane): Promise<Answer | undefined> {
  if (call.action !== 'ModifyRule' && call.action !== 'DeleteRule') return undefined;
  const arn = call.params.get('RuleArn') ?? '';
  const rules = (await plane.loadBalancers()).flatMap((balancer) =>
    balancer.listeners.flatMap((listener) => listener.rules),
  );
  if (!rules.some((rule) => rule.arn === arn && rule.priority === Infinity)) return undefined;
  const verb = call.action === 'ModifyRule' ? 'modified' : 'deleted';
  return errorAnswer(call, 400, 'OperationNotPermitted', `Default rule '${arn}' cannot be ${verb}`);
}

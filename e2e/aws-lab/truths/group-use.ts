/** Which load balancers use a target group: AWS says it by the rules as they are, moto by those that it once had. */
import { type Answer, escapeXml } from '../aws-answers.ts';
import { type ControlPlane, groupsOf } from '../control-plane.ts';
import { inside, members, textOf } from '../xml-members.ts';

export async function withUse(answer: Answer, plane: ControlPlane): Promise<Answer> {
  const list = inside(answer.body, 'TargetGroups');
  if (list === undefined) return answer;
  const balancers = await plane.loadBalancers();
  const told = members(list).map((member) => {
    const group = textOf(member, 'TargetGroupArn') ?? '';
    const users = balancers.filter(({ listeners }) =>
      listeners.some(({ rules }) => rules.some(({ actions }) => groupsOf(actions).includes(group))),
    );
    const arns = users.map(({ arn }) => `<member>${escapeXml(arn)}</member>`).join('');
    return member.replace(
      /<LoadBalancerArns>[\s\S]*?<\/LoadBalancerArns>|<LoadBalancerArns\s*\/>/u,
      `<LoadBalancerArns>${arns}</LoadBalancerArns>`,
    );
  });
  return { ...answer, body: answer.body.replace(list, () => told.join('')) };
}

/** The questions of an observation, each when its service's budget allows it. */
import type { AwsReader } from './aws-reader.ts';
import type { Pacer } from './pacer.ts';

export function pacedReader(reader: AwsReader, { turn }: Pick<Pacer, 'turn'>): AwsReader {
  const paced =
    <Args extends readonly unknown[], Value>(
      service: 'elb' | 'ec2' | 'autoscaling',
      ask: (...args: Args) => Promise<Value>,
    ) =>
    async (...args: Args): Promise<Value> => {
      await turn(service);
      return ask(...args);
    };
  return {
    loadBalancers: paced('elb', reader.loadBalancers),
    targetGroups: paced('elb', reader.targetGroups),
    listeners: paced('elb', reader.listeners),
    rules: paced('elb', reader.rules),
    targets: paced('elb', reader.targets),
    attributes: paced('elb', reader.attributes),
    tags: paced('elb', reader.tags),
    instances: paced('ec2', reader.instances),
    marked: paced('ec2', reader.marked),
    images: paced('ec2', reader.images),
    scalingGroups: paced('autoscaling', reader.scalingGroups),
    scalingDetails: paced('autoscaling', reader.scalingDetails),
    scalingTrouble: paced('autoscaling', reader.scalingTrouble),
  };
}

/** Steps of plans, and their counts in words. */
import type { PlanStep } from './plan.ts';

export function look(title: string, detail: string): PlanStep {
  return { title, detail, isMutation: false, command: null };
}

export function change(title: string, detail: string, command: string | null = null): PlanStep {
  return { title, detail, isMutation: true, command };
}

export function blocks(count: number): string {
  return count === 1 ? '1 block' : `${count} blocks`;
}

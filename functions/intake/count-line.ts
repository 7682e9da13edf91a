/** One line of a report for a terminal: how many, below each other, and of what. */
export function countLine(count: number, label: string): string {
  return `  ${String(count).padStart(6)}  ${label}`;
}

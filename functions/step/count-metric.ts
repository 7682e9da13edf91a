import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace, type MetricName } from './metric-names.ts';

/** Counts one; dimensions are names of the product's own, never a person's (F-01). */
export type CountMetric = (name: MetricName, dimensions?: Readonly<Record<string, string>>) => void;

/** Counts through a line of the log (CloudWatch embedded metric format), which costs no call. */
export function emfMetric(): CountMetric {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName: 'matricule' });
  return (name, dimensions = {}) => {
    const single = metrics.singleMetric();
    single.addDimensions(dimensions);
    single.addMetric(name, MetricUnit.Count, 1);
  };
}

import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { metricNamespace, type MetricName } from './metric-names.ts';

/** Counts one, or as many as are said; dimensions are names of the product's own, never a person's (F-01). */
export type CountMetric = (name: MetricName, dimensions?: Readonly<Record<string, string>>, count?: number) => void;

/** Counts through a line of the log (CloudWatch embedded metric format), which costs no call. */
export function emfMetric(): CountMetric {
  const metrics = new Metrics({ namespace: metricNamespace, serviceName: 'matricule' });
  return (name, dimensions = {}, count = 1) => {
    const single = metrics.singleMetric();
    single.addDimensions(dimensions);
    single.addMetric(name, MetricUnit.Count, count);
  };
}

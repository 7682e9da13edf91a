// The Lambda Runtime API's side of a Node function, for a cloud whose own Node runner loses the names of errors.
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
import { Buffer } from 'node:buffer';
import { Agent, request } from 'node:http';
import process from 'node:process';
import { pathToFileURL, URL } from 'node:url';

const { env } = process;
const agent = new Agent({ keepAlive: true });
const { hostname, port } = new URL(`http://${env.AWS_LAMBDA_RUNTIME_API}`);

/** node:http has no time limit of its own: the next invocation may be hours away. */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, hostname, port, method, path: `/2018-06-01/runtime/${path}` }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => resolve({ headers: answer.headers, text: Buffer.concat(parts).toString() }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function describe(error) {
  const { name = 'Error', message = String(error), stack = '' } = error ?? {};
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') });
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

async function load() {
  const [file, name] = env._HANDLER.split('.');
  const module = await import(pathToFileURL(`${env.LAMBDA_TASK_ROOT}/${file}.mjs`).href);
  return module[name];
}

async function serve(handler) {
  for (;;) {
    const { headers, text } = await call('GET', 'invocation/next');
    const id = headers['lambda-runtime-aws-request-id'];
    if (headers['lambda-runtime-trace-id']) env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
    let result;
    try {
      result = JSON.stringify((await handler(JSON.parse(text), contextOf(headers))) ?? null);
    } catch (error) {
      await call('POST', `invocation/${id}/error`, describe(error));
      continue;
    }
    await call('POST', `invocation/${id}/response`, result);
  }
}

let handler;
try {
  handler = await load();
} catch (error) {
  await call('POST', 'init/error', describe(error));
  process.exit(1);
}
// The cloud is gone: so are we.
await serve(handler).catch(() => process.exit(0));

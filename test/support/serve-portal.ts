import { serve } from '@hono/node-server';
import { portal } from '../../functions/portal/portal.tsx';
import { type AllDeps, allRoutes } from './all-routes.ts';

export interface ServedPortal {
  /** Its origin, on a port that was free. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the pages to a browser on this machine, over whatever the test gives them. */
export async function servePortal(deps: Omit<AllDeps, 'publicUrl'>): Promise<ServedPortal> {
  let answer: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 });
  const listening = Promise.withResolvers<number>();
  const server = serve({ fetch: (request) => answer(request), hostname: '127.0.0.1', port: 0 }, ({ port }) =>
    listening.resolve(port),
  );
  // Chromium takes localhost, and no address, for a place where Secure cookies are safe.
  const url = `http://localhost:${await listening.promise}`;
  const app = portal({ ...deps, publicUrl: url }, allRoutes);
  answer = (request) => app.fetch(request, { requestId: 'request', clientAddress: '127.0.0.1' });
  return {
    url,
    close: () => new Promise((resolve, reject) => server.close((error) => (error ? reject(error) : resolve()))),
  };
}

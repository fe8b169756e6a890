/** The HTTP server in front: its time limits, and what it does with what is not HTTP. */
import * as http from 'node:http';
import type { Duplex } from 'node:stream';
import { processBudget } from './connection-budget.ts';
import type { Door } from './door.ts';
import { forward } from './forward.ts';
import {
  badRequest,
  noTunnels,
  rawAnswer,
  sendOwnAnswer,
  unknownExpectation,
  type OwnAnswer,
} from './own-answer.ts';
import { forwardUpgrade } from './upgrade.ts';

/** A server that carries everything it takes through that door. Not listening yet. */
export function createEntryServer(door: Door, budget = processBudget): http.Server {
  const server = http.createServer({
    // Node's default of 5 s would give our clients the race that we spare them towards the blocks.
    keepAliveTimeout: 75_000,
    headersTimeout: 80_000,
    // Uploads and streams take as long as they take.
    requestTimeout: 0,
    // Answered by ourselves, as every refusal is.
    requireHostHeader: false,
    noDelay: true,
    highWaterMark: 65_536,
  });
  budget.guard(server);
  server.on('request', (request, response) => forward(door, request, response));
  server.on('checkContinue', (request, response) => forward(door, request, response));
  server.on('checkExpectation', (request, response) =>
    sendOwnAnswer(response, unknownExpectation, request),
  );
  server.on('connect', (_request, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    socket.end(rawAnswer(noTunnels));
  });
  server.on('upgrade', (request, socket, head) => forwardUpgrade(door, request, socket, head));
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
    else socket.end(rawAnswer(answerToNonsense(error)));
  });
  return server;
}

function answerToNonsense(error: NodeJS.ErrnoException): OwnAnswer {
  if (error.code === 'HPE_HEADER_OVERFLOW') {
    return {
      status: 431,
      reason: 'headers-too-large',
      sentence: 'The headers of this request are larger than 16 KB together; send less in them.',
    };
  }
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return {
      status: 408,
      reason: 'headers-too-slow',
      sentence: 'The headers of this request did not arrive in time.',
    };
  }
  return badRequest('This is not a valid HTTP/1.1 request.');
}

import { parentPort, workerData } from "node:worker_threads";
import { faultOf } from "./fault.ts";
import { type SessionOptions, SqliteSession, type SqlRequest } from "./session.ts";

// Entry of the thread that owns one connection. The first message out says whether it opened.
const port = parentPort;
if (port === null) throw new Error("This file is the entry of a worker thread.");
try {
  const session = new SqliteSession(workerData as SessionOptions);
  port.on("message", (request: SqlRequest) => {
    try {
      port.postMessage({ reply: session.handle(request) });
    } catch (error) {
      port.postMessage({ fault: faultOf(error) });
    }
    if (request.op === "close") port.close();
  });
  port.postMessage({ reply: { rows: [], changes: 0 } });
} catch (error) {
  port.postMessage({ fault: faultOf(error) });
  port.close();
}

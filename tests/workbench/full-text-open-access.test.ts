import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OpenAccessOptions, openAccessClient } from "../../src/workbench/full-text/open-access.ts";
import { checkedAddress, isPublicAddress } from "../../src/workbench/full-text/public-address.ts";
import { simulatedArticle } from "../support/pdf.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

// A stand-in for the service and for the servers it points to; nothing leaves this machine.
let origin = "";
let handle: Handler = (_, response) => void response.writeHead(404).end();
let asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  handle(request, response);
});
const folder = mkdtempSync(join(tmpdir(), "evidens-oa-"));
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = (more: Partial<OpenAccessOptions> = {}) =>
  openAccessClient({ email: "reviewer@example.org", baseUrl: origin, allowOrigins: [origin], ...more });
const json = (value: unknown, status = 200): void => {
  handle = (_, response) =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

let files = 0;
/** Fetches into a new path; of a failure nothing may be left. */
async function fetched(url: string, more: Partial<OpenAccessOptions> = {}): Promise<string> {
  const path = join(folder, `file-${++files}.pdf`);
  const answer = await client(more).fetchPdf(url, path);
  if ("problem" in answer) {
    expect(readdirSync(folder).filter((name) => name.startsWith(`file-${files}.`))).toEqual([]);
    expect(answer.problem.remedy).toMatch(/^[A-Z].*\.$/);
    return answer.problem.code;
  }
  expect(answer.bytes).toBe(readFileSync(path).length);
  return `${answer.bytes} bytes`;
}

const place = (more: Record<string, unknown>) => ({
  url: "https://example.org/landing",
  url_for_pdf: null,
  license: null,
  version: null,
  host_type: "publisher",
  ...more,
});

describe("asking for an open copy", () => {
  const doi = "10.5555/sim.2020.001";

  it("gives the best place that has a PDF, with version, licence and host", async () => {
    json({
      doi,
      is_oa: true,
      best_oa_location: place({ license: "cc-by" }),
      oa_locations: [
        place({ license: "cc-by" }),
        place({
          url_for_pdf: "https://repository.example.org/1.pdf",
          version: "acceptedVersion",
          host_type: "repository",
        }),
      ],
    });
    expect(await client().find("https://doi.org/10.5555/SIM.2020.001")).toEqual({
      url: "https://repository.example.org/1.pdf",
      version: "acceptedVersion",
      license: null,
      host: "repository",
    });
    expect(asked).toEqual(["/v2/10.5555/sim.2020.001?email=reviewer%40example.org"]);
  });

  it.each([
    [
      "no copy is open",
      { doi, is_oa: false, best_oa_location: null, oa_locations: [] },
      200,
      "workbench/no-open-copy",
    ],
    [
      "the copy is a page",
      { doi, best_oa_location: place({}), oa_locations: [place({})] },
      200,
      "workbench/no-open-copy",
    ],
    ["it is unknown", { message: "not found" }, 404, "workbench/no-open-copy"],
    [
      "the address is refused",
      { message: "Please use your own email" },
      422,
      "workbench/open-access-unavailable",
    ],
    ["the service is down", "down", 503, "workbench/open-access-unavailable"],
    [
      "the answer is about another",
      { doi: "10.5555/other", best_oa_location: null },
      200,
      "workbench/open-access-unavailable",
    ],
    ["the answer has another shape", { results: [] }, 200, "workbench/open-access-unavailable"],
  ] as const)("tells that %s", async (_, body, status, code) => {
    json(body, status);
    expect(await client().find(doi)).toMatchObject({ problem: { code } });
  });

  it("outlives answers that are web pages, endless or nonsense", async () => {
    handle = (_, response) => void response.end("<html>busy</html>");
    expect(await client().find(doi)).toMatchObject({
      problem: { code: "workbench/open-access-unavailable" },
    });
    handle = (_, response) => void response.end(`{"doi":"${"x".repeat(3_000_000)}"}`);
    const small = client({ limits: { bytes: 1_000_000 } });
    expect(await small.find(doi)).toMatchObject({ problem: { code: "workbench/too-large" } });
    expect(await client().find("no doi")).toMatchObject({ problem: { code: "workbench/no-doi" } });
  });

  it("escapes what a DOI may hold", async () => {
    json({ doi: "10.5555/a?b#c", best_oa_location: null, oa_locations: [] });
    await client().find("10.5555/a?b#c");
    expect(asked[0]).toBe("/v2/10.5555/a%3Fb%23c?email=reviewer%40example.org");
  });

  it("needs an e-mail address and an address that is one", () => {
    expect(() => client({ email: "nobody" })).toThrow(
      expect.objectContaining({ code: "workbench/open-access-email" }),
    );
    expect(() => client({ baseUrl: "unpaywall" })).toThrow(
      expect.objectContaining({ code: "workbench/open-access-address" }),
    );
  });
});

describe("fetching a PDF", () => {
  const pdf = Buffer.from(simulatedArticle());

  it("keeps what came, its hash and where from", async () => {
    handle = (request, response) =>
      void (request.url === "/go"
        ? response.writeHead(302, { location: "/there.pdf" }).end()
        : response.end(pdf));
    const path = join(folder, "kept.pdf");
    const answer = await client().fetchPdf(`${origin}/go`, path);
    expect(answer).toEqual({
      bytes: pdf.length,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      url: `${origin}/there.pdf`,
    });
    expect(readFileSync(path).equals(pdf)).toBe(true);
    expect(existsSync(`${path}.part`)).toBe(false);
  });

  it("unpacks", async () => {
    handle = (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(pdf));
    expect(await fetched(`${origin}/a`)).toBe(`${pdf.length} bytes`);
  });

  it("tells the e-mail address to nobody but the service", async () => {
    let headers = "";
    handle = (request, response) => {
      headers = JSON.stringify(request.headers);
      response.end(pdf);
    };
    await fetched(`${origin}/a`);
    expect(headers).not.toContain("example.org");
    expect(headers).not.toContain("cookie");
  });

  it("refuses what is no PDF by its bytes, whatever it is called", async () => {
    const page = "<!doctype html><title>Log in</title>";
    handle = (_, response) => void response.writeHead(200, { "content-type": "application/pdf" }).end(page);
    expect(await fetched(`${origin}/a.pdf`)).toBe("workbench/not-a-pdf");
    // Without waiting for the end of it.
    handle = (_, response) => void response.writeHead(200).write(page.padEnd(5_000));
    expect(await fetched(`${origin}/a.pdf`)).toBe("workbench/not-a-pdf");
    handle = (_, response) => void response.end();
    expect(await fetched(`${origin}/a.pdf`)).toBe("workbench/pdf-empty");
    handle = (_, response) => void response.writeHead(403).end("no");
    expect(await fetched(`${origin}/a.pdf`)).toBe("workbench/not-retrieved");
  });

  it("stops at the size: announced, endless, or packed", async () => {
    const limits = { bytes: 1_000_000 };
    handle = (_, response) =>
      void response.writeHead(200, { "content-length": String(3 * 1024 ** 3) }).write(pdf);
    expect(await fetched(`${origin}/a`, { limits })).toBe("workbench/too-large");
    let sent = 0;
    handle = (_, response) => {
      response.write(pdf);
      const more = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
      };
      response.on("drain", more).on("error", () => undefined);
      more();
    };
    expect(await fetched(`${origin}/a`, { limits })).toBe("workbench/too-large");
    expect(sent).toBeLessThan(50_000_000);
    const bomb = gzipSync(Buffer.concat([pdf, Buffer.alloc(50_000_000)]));
    expect(bomb.length).toBeLessThan(100_000);
    handle = (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    expect(await fetched(`${origin}/a`, { limits })).toBe("workbench/too-large");
  });

  it("stops when nothing comes, and when it comes too slowly", async () => {
    handle = (_, response) => void response.writeHead(200).write(pdf.subarray(0, 2_000));
    expect(await fetched(`${origin}/a`, { limits: { idle: 200 } })).toBe("workbench/timed-out");
    handle = () => undefined;
    expect(await fetched(`${origin}/a`, { limits: { idle: 200 } })).toBe("workbench/timed-out");
    handle = (_, response) => {
      const drip = setInterval(() => response.write("%PDF-1.7\n "), 20);
      response.on("close", () => clearInterval(drip));
    };
    const start = performance.now();
    expect(await fetched(`${origin}/a`, { limits: { idle: 5_000, total: 500 } })).toBe("workbench/timed-out");
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  it("keeps no half of a file that broke off", async () => {
    handle = (_, response) => {
      response.writeHead(200, { "content-length": String(pdf.length) });
      response.write(pdf.subarray(0, 2_000), () => response.destroy());
    };
    expect(await fetched(`${origin}/a`)).toBe("workbench/not-reachable");
    handle = (_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" });
      response.end(gzipSync(pdf).subarray(0, 300));
    };
    expect(await fetched(`${origin}/a`)).toBe("workbench/not-reachable");
    expect(await fetched("http://127.0.0.1:1/", { allowOrigins: ["http://127.0.0.1:1"] })).toBe(
      "workbench/not-reachable",
    );
  });

  it("throws what is wrong with the disk", async () => {
    handle = (_, response) => void response.end(pdf);
    await expect(client().fetchPdf(`${origin}/a`, join(folder, "absent", "file.pdf"))).rejects.toThrow(
      "ENOENT",
    );
  });
});

describe("addresses", () => {
  it.each([
    "http://127.0.0.1/x",
    "http://localhost/x",
    "http://169.254.169.254/latest/meta-data",
    "http://[::1]/x",
    "http://[::ffff:127.0.0.1]/x",
    "http://[64:ff9b::7f00:1]/x",
    "http://[2002:7f00:1::]/x",
    "http://[fd00::1]/x",
    "http://0x7f.1/x",
    "http://2130706433/x",
    "http://0/x",
    "http://10.1.2.3/x",
    "http://100.64.0.1/x",
    "http://user@example.org/x",
    "http://user:word@example.org/x",
    "http://example.org:8080/x",
    "https://example.org:22/x",
    "file:///etc/hosts",
    "ftp://example.org/x",
    "data:application/pdf,x",
    "no address",
  ])("%s is refused", async (url) => {
    const resolve = async (host: string) => [
      { address: host === "localhost" ? "127.0.0.1" : "93.184.215.14", family: 4 as const },
    ];
    expect(await fetched(url, { resolve, allowOrigins: [] })).toBe("workbench/address-refused");
    expect(asked).toEqual([]);
  });

  it("is refused when the name leads inside, also among others", async () => {
    const inside = async () => [
      { address: "93.184.215.14", family: 4 as const },
      { address: "192.168.1.1", family: 4 as const },
    ];
    expect(await fetched("http://rebinding.example.org/", { resolve: inside })).toBe(
      "workbench/address-refused",
    );
    const nowhere = async () => {
      throw new Error("getaddrinfo ENOTFOUND");
    };
    expect(await fetched("http://absent.example.org/", { resolve: nowhere })).toBe("workbench/not-reachable");
  });

  it("is asked of the name service once, and the connection goes where it was checked", async () => {
    // A name that leads to the stand-in at first and elsewhere afterwards.
    let times = 0;
    const named = `http://rebinding.test:${new URL(origin).port}`;
    const resolve = async () => [{ address: ++times === 1 ? "127.0.0.1" : "127.0.0.9", family: 4 as const }];
    handle = (_, response) => void response.end(Buffer.from(simulatedArticle()));
    expect(await fetched(`${named}/a`, { resolve, allowOrigins: [named] })).toMatch(/bytes$/);
    expect(times).toBe(1);
    expect(asked).toEqual(["/a"]);
  });

  it("is checked again at each redirect, five at most", async () => {
    for (const location of [
      "http://127.0.0.1/",
      "http://169.254.169.254/",
      "file:///etc/hosts",
      "//[::1]/x",
      "http://",
    ]) {
      handle = (_, response) => void response.writeHead(302, { location }).end();
      expect(await fetched(`${origin}/a`)).toBe("workbench/address-refused");
    }
    asked = [];
    handle = (request, response) => void response.writeHead(301, { location: `${request.url}a` }).end();
    expect(await fetched(`${origin}/a`)).toBe("workbench/address-refused");
    expect(asked).toHaveLength(6);
  });

  it("of the service does not open it to what the service points to", async () => {
    handle = (_, response) => void response.end(Buffer.from(simulatedArticle()));
    expect(await fetched(`${origin}/a`, { allowOrigins: [] })).toBe("workbench/address-refused");
    expect(asked).toEqual([]);
  });

  it("are public or not", () => {
    for (const address of ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:4700::1111"])
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    for (const address of [
      "172.16.0.1",
      "192.168.0.1",
      "224.0.0.1",
      "255.255.255.255",
      "0.0.0.0",
      "198.18.0.1",
      "::",
      "fe80::1",
      "ff02::1",
      "2001:db8::1",
      "2001::1",
      "example",
      "",
    ])
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
  });

  it("with a private one allowed by its origin only", async () => {
    const allowed = new Set(["http://10.0.0.1:8080"]);
    expect(await checkedAddress(new URL("http://10.0.0.1:8080/x"), allowed)).toEqual({
      address: "10.0.0.1",
      family: 4,
    });
    expect(await checkedAddress(new URL("http://10.0.0.1:8081/x"), allowed)).toMatchObject({
      code: "workbench/address-refused",
    });
  });
});

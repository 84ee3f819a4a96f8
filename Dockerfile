# Nhắc Nộp as a container: slim, not root, nothing but /data is written (run it with --read-only --tmpfs /tmp).
#   docker build -t nhacnop . && docker run --read-only --tmpfs /tmp -v nhacnop:/data -v ./config.yaml:/etc/nhacnop/config.yaml:ro nhacnop
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements.run.lock ./
RUN python -m venv /opt/nhacnop \
 && /opt/nhacnop/bin/pip install --require-hashes -r requirements.run.lock
COPY . .
RUN /opt/nhacnop/bin/pip install --no-deps . \
 && /opt/nhacnop/bin/python -m compileall -q /opt/nhacnop/lib

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin nhacnop \
 && install -d -o nhacnop -g nhacnop -m 0700 /data
COPY --from=build /opt/nhacnop /opt/nhacnop
ENV PATH=/opt/nhacnop/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    NHACNOP_CONFIG=/etc/nhacnop/config.yaml
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["nhacnop"]
CMD ["run"]

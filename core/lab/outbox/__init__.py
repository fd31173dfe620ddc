"""Finished runs on their way to an MLflow server, without anybody waiting for it.

finished run ──▶ box (a folder) ──▶ postman (in the background) ──▶ sender (a process) ──▶ server
"""
